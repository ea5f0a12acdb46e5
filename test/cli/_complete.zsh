# Prints what zsh would offer after each further argument and <Tab>, each offer after `<hit>`, then `<end>`: an interactive
# zsh on a terminal of its own, with the completion script $1.
zmodload zsh/zpty
zpty -b shell zsh -f -i

# Marks are in two parts, so that the echo of a command is not taken for what it prints.
print -r -- "
PROMPT=
autoload -U compinit
compinit -u -D
source $1
bindkey '^I' offer
compadd () {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd \"\$@\"; return \$?; fi
  typeset -a hits
  builtin compadd -A hits \"\$@\"
  (( \$#hits )) && print -l -- '<hi''t>'\${^hits} > /dev/tty
  builtin compadd \"\$@\"
}
offer () { _main_complete; compstate[insert]= compstate[list]=; print -- '<en''d>' > /dev/tty }
zle -C offer complete-word offer
print '<rea''dy>'
" > ./capture.zsh

said=
await () {
  local out
  for i in {1..400}; do
    while zpty -r shell out; do said+=$out; done
    [[ $said == *$1* ]] && return 0
    sleep 0.02
  done
  print -u2 "zsh did not come to $1: $said"
  exit 1
}
zpty -w shell 'source ./capture.zsh'
await '<ready>'
for line in "${@:2}"; do
  said=
  # Control-U takes away the line before.
  zpty -n -w shell $'\x15'"$line"$'\t'
  await '<end>'
  print -r -- $said
done
zpty -d shell
