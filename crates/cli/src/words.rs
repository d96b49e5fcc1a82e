//! Help and errors in the reader's language. clap knows what may be said; the words come from `locales/`.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

use crate::lang::{Lang, Text};

/// The whole command line, its help in `lang`.
pub fn translated(command: Command, lang: Lang) -> Command {
    let mut built = command.clone();
    built.build();
    dress(command, &built, "linli", lang)
}

/// The key of a command's text: `cmd-linli-import-register`.
fn command_key(path: &str) -> String {
    format!("cmd-{}", path.replace(' ', "-"))
}

/// The key of an argument's text. One that many commands share has one text: `arg-data`.
fn arg_key(path: &str, arg: &Arg) -> String {
    let id = arg.get_id().as_str().replace('_', "-");
    if arg.is_global_set() { format!("arg-{id}") } else { format!("arg-{}-{id}", path.replace(' ', "-")) }
}

fn dress(command: Command, built: &Command, path: &str, lang: Lang) -> Command {
    let say = |key: &str| Text::new_owned(key, lang);
    let usage = usage(built, path, lang);
    let heading = |arg: &Arg| match () {
        () if arg.is_global_set() => say("heading-global"),
        () if arg.is_positional() => say("heading-arguments"),
        () => say("heading-options"),
    };
    let template = format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}\n", say("heading-usage"));

    let mut command = command
        .about(say(&command_key(path)))
        .help_template(template)
        .override_usage(usage)
        .subcommand_help_heading(say("heading-commands"))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let help = help(&say(&arg_key(path, &arg)), &arg, lang);
            let value = arg.get_value_names().and_then(|names| names.first()).map(|name| value_name(name, lang));
            let heading = heading(&arg);
            let arg = arg.help_heading(heading).help(help);
            let arg = arg.hide_env(true);
            match value {
                Some(value) if takes_value(&arg) => {
                    arg.value_name(value).hide_default_value(true).hide_possible_values(true)
                }
                _ => arg,
            }
        })
        .arg(Arg::new("help").long("help").short('h').action(ArgAction::Help).help(say("arg-help")));
    if path == "linli" {
        command = command
            .arg(Arg::new("version").long("version").short('V').action(ArgAction::Version).help(say("arg-version")));
    }
    command = command.mut_args(|arg| match arg.get_id().as_str() {
        "help" | "version" => arg.help_heading(say("heading-options")),
        _ => arg,
    });

    let below: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in below {
        let Some(inner) = built.find_subcommand(&name) else { continue };
        let path = format!("{path} {name}");
        command = command.mut_subcommand(&name, |sub| dress(sub, inner, &path, lang));
    }
    command
}

fn takes_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

/// The help of an argument, with what else may be said there: the values, the default, the variable.
fn help(text: &str, arg: &Arg, lang: Lang) -> StyledStr {
    let mut notes = Vec::new();
    let takes_value = takes_value(arg);
    let values: Vec<_> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    if takes_value && !values.is_empty() {
        notes.push(Text::new("note-values").with("values", values.join(", ")).say(lang));
    }
    if let (true, Some(default)) = (takes_value, arg.get_default_values().first()) {
        notes.push(Text::new("note-default").with("value", default.to_string_lossy()).say(lang));
    }
    if let Some(name) = arg.get_env() {
        notes.push(Text::new("note-env").with("name", name.to_string_lossy()).say(lang));
    }
    // Chinese brackets bring their own room.
    let between = if lang == Lang::Chinese { "" } else { " " };
    notes.iter().fold(text.to_owned(), |help, note| format!("{help}{between}{note}")).into()
}

/// `FILE` in English, `文件` in Chinese.
fn value_name(name: &str, lang: Lang) -> String {
    lang.find(&format!("value-{}", name.to_lowercase())).unwrap_or_else(|| name.to_owned())
}

/// The usage line, with the words that clap puts there itself replaced.
fn usage(built: &Command, path: &str, lang: Lang) -> String {
    let line = built.clone().render_usage().to_string();
    let after = line.strip_prefix("Usage: ").unwrap_or(&line).trim();
    let mut after = after.strip_prefix(path).unwrap_or(after).to_owned();
    for (word, key) in [("[OPTIONS]", "value-options"), ("<COMMAND>", "value-command")] {
        after = after.replace(word, &Text::new(key).say(lang));
    }
    let names = built.get_arguments().filter_map(Arg::get_value_names).flatten();
    for name in names {
        for (open, close) in [('<', '>'), ('[', ']')] {
            after = after.replace(&format!("{open}{name}{close}"), &format!("{open}{}{close}", value_name(name, lang)));
        }
    }
    format!("{path}{after}")
}

/// Says what is wrong with a command line, and where help is.
pub fn explain(error: &Error, lang: Lang) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(value)) => value.clone(),
        Some(ContextValue::Strings(values)) => values.join(", "),
        _ => String::new(),
    };
    let arg = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let text = match error.kind() {
        ErrorKind::UnknownArgument => Text::new("wrong-argument").with("arg", &arg),
        ErrorKind::InvalidSubcommand => Text::new("wrong-command").with("arg", said(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Text::new("wrong-nothing")
        }
        ErrorKind::MissingRequiredArgument => Text::new("wrong-missing").with("arg", &arg),
        ErrorKind::InvalidValue if value.is_empty() => Text::new("wrong-empty").with("arg", &arg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            Text::new("wrong-value").with("arg", &arg).with("value", &value)
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            Text::new("wrong-number").with("arg", &arg)
        }
        ErrorKind::ArgumentConflict => {
            Text::new("wrong-together").with("arg", &arg).with("other", said(ContextKind::PriorArg))
        }
        _ => Text::new("wrong-other").with("why", error),
    };
    let mut lines = vec![text.say(lang)];
    // What a value looks like: a month, a code, a year.
    let shape = arg.trim_start_matches('-').split(' ').next().unwrap_or_default();
    if let Some(shape) = lang.find(&format!("shape-{shape}")).filter(|_| !value.is_empty()) {
        lines.push(shape);
    }
    if !said(ContextKind::ValidValue).is_empty() {
        lines.push(Text::new("note-values").with("values", said(ContextKind::ValidValue)).say(lang));
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(said)
        .find(|near| !near.is_empty());
    if let Some(near) = near {
        lines.push(Text::new("wrong-near").with("near", near).say(lang));
    }
    lines.push(Text::new("wrong-help").say(lang));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    /// Every text that the command and those below it need.
    fn needed(command: &Command, path: &str, keys: &mut Vec<String>) {
        keys.push(command_key(path));
        for arg in command.get_arguments() {
            keys.push(arg_key(path, arg));
            if let (true, Some(names)) = (takes_value(arg), arg.get_value_names()) {
                keys.extend(names.iter().map(|name| format!("value-{}", name.to_lowercase())));
            }
        }
        for sub in command.get_subcommands() {
            needed(sub, &format!("{path} {}", sub.get_name()), keys);
        }
    }

    #[test]
    fn every_command_and_argument_has_a_text_in_both_languages() {
        let mut keys = Vec::new();
        needed(&Cli::command(), "linli", &mut keys);

        for lang in [Lang::Chinese, Lang::English] {
            let missing: Vec<_> = keys.iter().filter(|key| lang.find(key).is_none()).collect();
            assert!(missing.is_empty(), "{lang:?} lacks {missing:?}");
        }
    }

    #[test]
    fn help_is_all_in_the_readers_language() {
        let mut command = translated(Cli::command(), Lang::Chinese);
        let help = command.render_long_help().to_string();

        for word in ["Usage", "Options", "Commands", "[env", "[default", "OPTIONS", "COMMAND", "Print help"] {
            assert!(!help.contains(word), "{word} in:\n{help}");
        }
    }

    fn explained(args: &[&str], lang: Lang) -> String {
        let error = translated(Cli::command(), lang).try_get_matches_from(args).expect_err("wrong on purpose");
        explain(&error, lang)
    }

    #[test]
    fn a_slip_of_the_finger_is_answered_with_what_was_meant() {
        assert!(explained(&["linli", "serv"], Lang::English).contains("serve"));
        assert!(explained(&["linli", "serve", "--adress", "x"], Lang::Chinese).contains("--address"));
    }

    #[test]
    fn a_month_that_is_none_is_answered_with_what_one_looks_like() {
        let told = explained(&["linli", "bulletin", "--scope", "430500", "--month", "2021-13"], Lang::English);

        assert!(told.contains("2021-13") && told.contains("2021-08"), "{told}");
    }

    #[test]
    fn a_form_that_is_none_is_answered_with_all_there_are() {
        let told = explained(&["linli", "bulletin", "--format", "xml"], Lang::English);

        assert!(["text", "json", "html", "pdf"].iter().all(|form| told.contains(form)), "{told}");
    }

    #[test]
    fn a_wrong_value_is_named_with_its_argument() {
        let told = explained(&["linli", "serve", "--address", "here"], Lang::Chinese);

        assert!(told.contains("here") && told.contains("--address"), "{told}");
        assert!(told.contains("不正确"), "{told}");
    }
}
