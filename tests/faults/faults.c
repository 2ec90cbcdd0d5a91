/* Faults of a disk, made to order: loaded before libc (LD_PRELOAD), armed by `faults_arm`.

   Counts what is done to files under one folder: writes, syncs, truncations,
   removals, renames. At a chosen one it kills the process, tears the write in
   two, lets the power fail, or fails it as a disk that is broken or full. When
   the power fails, of what was written since the last sync of its file each
   piece is lost or not, at random: that is what disks promise. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { NONE, KILLED, TORN, POWER, BROKEN, FULL };

/* A write that is in no file for good yet. */
struct unsynced {
    int fd;
    off_t at, size_before;
    size_t old_length;
    char *old;
    struct unsynced *before;
};

/* A file that was removed, though its folder may not know of it yet. */
struct removed {
    char *path, *kept;
    struct removed *before;
};

/* Files that are written to. Their descriptors stay open: closing one would let go of the locks
   that SQLite has on the file. */
static struct { dev_t dev; ino_t ino; int fd; } known[64];
static int files;
static struct removed *gone;
static struct unsynced *last;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static long chosen = -1, done;
static int kind;
static unsigned int seed;

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

void faults_arm(const char *where, long at, int what, unsigned int with_seed) {
    snprintf(folder, sizeof folder, "%s", where);
    chosen = at, kind = what, seed = with_seed, done = 0;
}

long faults_done(void) { return done; }

static ssize_t plain_pwrite(int fd, const void *from, size_t size, off_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t);
    return real(fd, from, size, at);
}

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return folder[0] && !strncmp(path, folder, strlen(folder));
}

static int path_counts(const char *path) {
    char whole[PATH_MAX];
    if (!folder[0]) return 0;
    if (path[0] == '/') return !strncmp(path, folder, strlen(folder));
    return getcwd(whole, sizeof whole) && !strncmp(whole, folder, strlen(folder));
}

static int known_file(int fd, const char *path) {
    struct stat held;
    if (fstat(fd, &held) || !S_ISREG(held.st_mode)) return -1;
    for (int i = 0; i < files; i++)
        if (known[i].dev == held.st_dev && known[i].ino == held.st_ino) return known[i].fd;
    if (!path || files == sizeof known / sizeof known[0]) return -1;
    known[files].dev = held.st_dev, known[files].ino = held.st_ino;
    known[files].fd = open(path, O_RDWR | O_CLOEXEC);
    return known[files++].fd;
}

/* Keep what was there before a write that may get lost. */
static void remember(int fd, const char *path, off_t at, size_t size) {
    struct stat held;
    int own = kind == POWER ? known_file(fd, path) : -1;
    if (own < 0 || fstat(fd, &held)) return;
    struct unsynced *piece = calloc(1, sizeof *piece);
    piece->fd = own, piece->at = at, piece->size_before = held.st_size;
    piece->old = malloc(size ? size : 1);
    ssize_t got = pread(own, piece->old, size, at);
    piece->old_length = got < 0 ? 0 : (size_t)got;
    piece->before = last;
    last = piece;
}

static void synced(int fd) {
    struct stat held;
    if (kind != POWER || fstat(fd, &held)) return;
    if (S_ISDIR(held.st_mode)) {
        for (; gone; gone = gone->before) unlinkat(AT_FDCWD, gone->kept, 0);
        return;
    }
    int own = known_file(fd, NULL);
    for (struct unsynced **each = &last; *each;) {
        struct unsynced *piece = *each;
        if (piece->fd == own) {
            *each = piece->before;
            free(piece->old), free(piece);
        } else
            each = &piece->before;
    }
}

static void keep_removed(const char *path) {
    struct stat held;
    static int count;
    if (kind != POWER || stat(path, &held) || !S_ISREG(held.st_mode)) return;
    struct removed *file = calloc(1, sizeof *file);
    file->path = realpath(path, NULL);
    if (asprintf(&file->kept, "%s.removed-%d-%d", folder, getpid(), count++) < 0) return;
    if (!file->path || link(path, file->kept)) return;
    file->before = gone;
    gone = file;
}

static void power_fails(void) {
    for (struct unsynced *piece = last; piece; piece = piece->before) {
        struct stat held;
        if (rand_r(&seed) & 1) continue;
        plain_pwrite(piece->fd, piece->old, piece->old_length, piece->at);
        /* What lay beyond the end may be cut off, or be there as zeros. */
        if (!fstat(piece->fd, &held) && held.st_size > piece->size_before && rand_r(&seed) & 1)
            (void)!syscall(SYS_ftruncate, piece->fd, piece->size_before);
    }
    for (; gone; gone = gone->before)
        if (rand_r(&seed) & 1 && access(gone->path, F_OK))
            (void)!link(gone->kept, gone->path);
}

/* Counts; gives 1 where the call is to fail, with errno set. */
static int strikes(int fd, const char *path, const void *from, size_t size, off_t at) {
    int fails = 0;
    pthread_mutex_lock(&lock);
    long now = ++done;
    int here = chosen >= 0 && now == chosen;
    if (here && kind == TORN && from && size > 1) plain_pwrite(fd, from, size / 2, at);
    if (here && kind == POWER) power_fails();
    if (here && kind <= POWER) kill(getpid(), SIGKILL), pause();
    if (here && kind == BROKEN) fails = 1, errno = EIO;
    if (chosen >= 0 && now >= chosen && kind == FULL && from) fails = 1, errno = ENOSPC;
    if (!fails && from) remember(fd, path, at, size);
    pthread_mutex_unlock(&lock);
    return fails;
}

ssize_t write(int fd, const void *from, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    char path[PATH_MAX];
    if (path_of(fd, path)) {
        off_t at = lseek(fd, 0, SEEK_CUR);
        if (fcntl(fd, F_GETFL) & O_APPEND) at = lseek(fd, 0, SEEK_END);
        if (strikes(fd, path, from, size, at < 0 ? 0 : at)) return -1;
    }
    return real(fd, from, size);
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) {
    char path[PATH_MAX];
    if (path_of(fd, path) && strikes(fd, path, from, size, at)) return -1;
    return plain_pwrite(fd, from, size, at);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
    return pwrite64(fd, from, size, at);
}

static int flushed(int fd, int result) {
    if (!result) pthread_mutex_lock(&lock), synced(fd), pthread_mutex_unlock(&lock);
    return result;
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    char path[PATH_MAX];
    if (path_of(fd, path) && strikes(fd, path, NULL, 0, 0)) return -1;
    return flushed(fd, real(fd));
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    char path[PATH_MAX];
    if (path_of(fd, path) && strikes(fd, path, NULL, 0, 0)) return -1;
    return flushed(fd, real(fd));
}

int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    char path[PATH_MAX];
    if (path_of(fd, path) && strikes(fd, path, NULL, 0, 0)) return -1;
    return real(fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    if (path_counts(path)) {
        if (strikes(-1, path, NULL, 0, 0)) return -1;
        keep_removed(path);
    }
    return real(path);
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    if (path_counts(to) && strikes(-1, to, NULL, 0, 0)) return -1;
    return real(from, to);
}

/* A moment in which nothing is done, such as the one after a decision was said to be taken. */
void faults_moment(void) { strikes(-1, "", NULL, 0, 0); }
