"""What makes a shell ask this program how a command line may go on: a script for each shell, and no more.

Every start loads this, for `--show-completion`; `offers` answers. typer's own scripts are not used: with them fish runs
the program twice for each TAB, bash completes nothing after `--about=`, all three offer the files of the folder
where no name fits, and the option that installs them writes to the user's own settings.
"""

from minewatch.errors import BadUsage

VARIABLE = "_MINEWATCH_COMPLETE"
"""Where a script says that it asks, as in `complete_bash`."""

FILES = ":files"
"""The answer where a file is wanted; no id has a colon at its beginning."""

_BASH = r"""
_minewatch() {
    local IFS=$'\n'
    COMPREPLY=($(env _MINEWATCH_COMPLETE=complete_bash COMP_CWORD="$COMP_CWORD" \
        COMP_WORDS="${COMP_WORDS[*]:0:COMP_CWORD+1}" "$1" 2>/dev/null))
    if [[ ${COMPREPLY[0]} == :files ]]; then
        COMPREPLY=()
        compopt -o default
    fi
}
complete -F _minewatch minewatch
"""

_ZSH = r"""
#compdef minewatch
_minewatch() {
    local -a offered
    offered=(${(f)"$(_MINEWATCH_COMPLETE=complete_zsh _TYPER_COMPLETE_ARGS="${(j: :)words[1,CURRENT-1]} $PREFIX" \
        "${words[1]}" 2>/dev/null)"})
    if [[ ${offered[1]} == :files ]]; then
        _files
    else
        compadd -- $offered
    fi
}
if [[ ${funcstack[1]} == _minewatch ]]; then
    _minewatch "$@"
else
    compdef _minewatch minewatch
fi
"""

_FISH = r"""
function __minewatch
    set -l line (commandline -cp | string collect)
    set -l words (commandline -opc)
    set -l offered (env _MINEWATCH_COMPLETE=complete_fish _TYPER_COMPLETE_ARGS="$line" $words[1] 2>/dev/null)
    if test "$offered[1]" = :files
        __fish_complete_path (commandline -ct)
    else
        string join \n -- $offered
    end
end
complete --command minewatch --no-files --arguments '(__minewatch)'
"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}


def script(shell: str) -> str:
    """Return what makes `shell` ask: to be sourced by it, or put where it looks for such files.

    Raises:
        BadUsage: there is none for that shell.
    """
    if shell not in SCRIPTS:
        raise BadUsage(f"there is no completion for {shell!r}; there is for {', '.join(SCRIPTS)}")
    return SCRIPTS[shell].strip()


def shells(incomplete: str) -> list[str]:
    """Return the shells that begin so."""
    return [shell for shell in SCRIPTS if shell.startswith(incomplete)]
