"""`synotui completion`: the script that makes a shell complete synotui's commands."""

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script for SHELL.

    Put it where your shell finds it: for bash, source it in ~/.bashrc; for
    zsh, in ~/.zshrc; for fish, save it as completions/synotui.fish.

    \b
    Example:
      synotui completion bash > synotui-completion.bash
      synotui completion fish > synotui.fish
    """
    from click.shell_completion import get_completion_class

    from synotui.cli.printing import write

    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"No completion for {shell}", context)
    root = context.find_root()
    completion = made(root.command, {}, "synotui", "_SYNOTUI_COMPLETE")
    # Not completion.source(): for bash that first runs bash to ask its version.
    write(completion.source_template % completion.source_vars())
