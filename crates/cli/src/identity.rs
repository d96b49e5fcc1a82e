//! The identity provider that `serve` lets people sign in by: put together from what was said, its secret read from a file.

use std::path::Path;

use linli_web::people::provider::{SecondFactor, Secret, Settings as Provider, Unfit};

use crate::args::WhoseFactor;
use crate::config::Settings;
use crate::files;
use crate::lang::Text;
use crate::outcome::Failure;

/// None unless an issuer is named. Whether it answers is seen when somebody signs in.
pub fn provider(settings: &Settings) -> Result<Option<Provider>, Failure> {
    let (issuer, client) = match (&settings.oidc_issuer.value, &settings.oidc_client_id.value) {
        (Some(issuer), Some(client)) if !client.trim().is_empty() => (issuer, client),
        (None, None) => return Ok(None),
        _ => return Err(Failure::wrong_use(Text::new("serve-oidc-half"))),
    };
    if settings.key_file.value.is_none() {
        return Err(Failure::wrong_use(Text::new("serve-oidc-no-key")));
    }
    let secret = settings.oidc_client_secret_file.value.as_deref().map(secret).transpose()?;
    let provider = Provider::new(issuer, client, secret).map_err(|unfit| {
        let key = match unfit {
            Unfit::NotAnAddress => "serve-oidc-bad",
            Unfit::Plain => "serve-oidc-plain",
        };
        Failure::wrong_use(Text::new(key).with("issuer", issuer))
    })?;
    let second_factor = match settings.oidc_second_factor.value {
        WhoseFactor::Own => SecondFactor::Own,
        WhoseFactor::Trusted => SecondFactor::Trusted { acr: settings.oidc_acr.value.clone() },
    };
    Ok(Some(Provider { name: settings.oidc_name.value.clone(), second_factor, ..provider }))
}

/// The first line of the file.
fn secret(file: &Path) -> Result<Secret, Failure> {
    let bytes = files::read(file)?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim();
    if line.is_empty() {
        return Err(Failure::wrong_use(Text::new("serve-oidc-secret").with("file", file.display())));
    }
    Ok(Secret(line.to_owned()))
}
