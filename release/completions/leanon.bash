# Written by UPDATE_MANUAL=1 go test -run Manual .
_leanon() {
  local word command= words= last=
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in
    serve|demo|check|when|backup|restore|rotate-key|words|health|version) [[ $last == --* && " --config --count --from --identity --lang --out --port --to --zone " == *" $last "* ]] || { command=$word; break; } ;;
    esac
    last=$word
  done
  COMPREPLY=()
  # The value of a flag, and what is no flag of a command, is the name of a file or free.
  case ${COMP_WORDS[COMP_CWORD - 1]} in
  --config|--count|--from|--identity|--lang|--out|--port|--to|--zone) return ;;
  esac
  case $command in
  '') words='serve demo check when backup restore rotate-key words health version --help --config --version' ;;
  serve) words='--help --config --version' ;;
  demo) words='--port --lang --help --config --version' ;;
  check) words='--help --config --version' ;;
  when) words='--zone --from --count --help --config --version' ;;
  backup) words='--to --help --config --version' ;;
  restore) words='--identity --ask-again --trust --help --config --version' ;;
  rotate-key) words='--help --config --version' ;;
  words) words='--from --out --help --config --version' ;;
  health) words='--live --help --config --version' ;;
  version) words='--help --config --version' ;;
  esac
  [[ $command != words || ${COMP_WORDS[COMP_CWORD]} == -* ]] || { words='en de de-formal fr fr-formal es es-AR pt-BR'; command=; }
  [[ -z $command || ${COMP_WORDS[COMP_CWORD]} == -* ]] || return
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")
}
complete -o default -F _leanon leanon
