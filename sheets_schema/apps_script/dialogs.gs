// The two small windows of the menu, as HTML. Every value is escaped.

const PAGE_STYLE = 'body{font:14px/1.5 sans-serif;margin:8px}label{display:block;margin-bottom:12px}'
  + 'input{width:100%;box-sizing:border-box;padding:6px;font:inherit}p{margin:0 0 12px}'
  + 'button{padding:6px 16px;font:inherit}';

function escapeHtml(text) {
  return String(text).replace(/[&<>"']/g, (sign) => '&#' + sign.charCodeAt(0) + ';');
}

function htmlPage(language, body) {
  return '<!doctype html><html lang="' + language + '"><head><base target="_blank"><meta charset="utf-8">'
    + '<style>' + PAGE_STYLE + '</style></head><body>' + body + '</body></html>';
}

/** The link to the handbook; a click opens it, because a script may not. */
function handbookPage(language, url) {
  const text = escapeHtml(say(language, 'openLink'));
  return htmlPage(language, '<p><a rel="noopener" href="' + escapeHtml(url) + '">' + text + '</a></p>');
}

/** The form of the settings. The token that is kept is never sent to the page. */
function settingsPage(language, settings) {
  const word = (name) => escapeHtml(say(language, name));
  const field = (name, type, value, hint) => '<label>' + word(name)
    + '<input name="' + name + '" type="' + type + '" autocomplete="off" spellcheck="false" value="'
    + escapeHtml(value) + '" placeholder="' + hint + '"></label>';
  return htmlPage(language, '<form>'
    + field('repository', 'text', settings.repository, 'qichuan/handbook')
    + field('token', 'password', '', settings.token ? word('tokenKept') : '')
    + field('handbook', 'url', settings.handbook, 'https://')
    + '<p>' + word('warning') + '</p><button>' + word('save') + '</button> <span role="status"></span></form>'
    + '<script>' + SETTINGS_SCRIPT + '</' + 'script>');
}

const SETTINGS_SCRIPT = 'const form=document.forms[0];const said=document.querySelector("[role=status]");'
  + 'form.noValidate=true;form.addEventListener("submit",(event)=>{event.preventDefault();'
  + 'said.textContent="…";google.script.run.withSuccessHandler((text)=>{said.textContent=text;})'
  + '.withFailureHandler((error)=>{said.textContent=error.message;})'
  + '.saveSettings(Object.fromEntries(new FormData(form)));});';
