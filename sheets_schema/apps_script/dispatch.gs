// Tells the check on GitHub that the spreadsheet has changed: once, when two minutes have passed
// since the first of several changes. The notice holds no text of any cell.

const QUIET_MS = 2 * 60 * 1000;
const PENDING_STALE_MS = 15 * 60 * 1000; // a trigger Google lost does not silence later changes
const LOCK_WAIT_MS = 20 * 1000;
const RETRY_AFTER_MS = 3000;

/** Gives repository, token and address of the handbook; blank where not set. */
function readSettings() {
  const stored = PropertiesService.getScriptProperties().getProperties();
  return {
    repository: stored.repository || '',
    token: stored.token || '',
    handbook: stored.handbook || '',
  };
}

/** Says what is wrong with settings typed by a person: name of a text, or blank. */
function settingsProblem(form) {
  if (!/^[\w.-]+\/[\w.-]+$/.test(form.repository)) return 'badRepository';
  if (/\s/.test(form.token)) return 'badToken';
  if (form.handbook && !/^https?:\/\/\S+$/i.test(form.handbook)) return 'badHandbook';
  return '';
}

/** Gives address and options of the request that starts the check. */
function dispatchRequest(settings, spreadsheetId, gid, time) {
  return {
    url: 'https://api.github.com/repos/' + settings.repository + '/dispatches',
    options: {
      method: 'post',
      contentType: 'application/json',
      headers: {
        Authorization: 'Bearer ' + settings.token,
        Accept: 'application/vnd.github+json',
        'X-GitHub-Api-Version': '2022-11-28',
      },
      payload: JSON.stringify({
        event_type: 'sheet-changed',
        client_payload: {spreadsheet: spreadsheetId, sheet: gid, time: time},
      }),
      followRedirects: false,
      muteHttpExceptions: true,
    },
  };
}

/** Says what an answer of GitHub means: name of a text, blank for success. */
function failureOf(status) {
  if (status >= 200 && status < 300) return '';
  if (status === 0) return 'failedNetwork';
  return [401, 403, 404, 422].includes(status) ? 'failed' + status : 'failedOther';
}

function isWorthRepeating(status) {
  return status === 0 || status === 429 || status >= 500;
}

/** Sends the request, once more if that may help; gives the status, 0 where nobody answered. */
function sendDispatch(request) {
  let status = fetchStatus(request);
  if (isWorthRepeating(status)) {
    Utilities.sleep(RETRY_AFTER_MS);
    status = fetchStatus(request);
  }
  return status;
}

function fetchStatus(request) {
  try {
    return UrlFetchApp.fetch(request.url, request.options).getResponseCode();
  } catch (error) {
    return 0; // its text may hold the request; a person needs only "no answer"
  }
}

/** Tells the check now and remembers how that went; gives {failure, status}. */
function tellCheck(gid) {
  const time = new Date().toISOString();
  const id = SpreadsheetApp.getActive().getId();
  const status = sendDispatch(dispatchRequest(readSettings(), id, gid, time));
  const failure = failureOf(status);
  const store = PropertiesService.getScriptProperties();
  if (failure) {
    store.setProperty('failure', JSON.stringify({name: failure, status: status, time: time}));
  } else {
    store.setProperty('sent', time);
    store.deleteProperty('failure');
  }
  return {failure: failure, status: status};
}

/** Runs after any change but one of looks alone; installed by `installTriggers`. */
function noteChange(event) {
  if (event && event.changeType === 'FORMAT') return;
  announceLater(SpreadsheetApp.getActiveSheet().getSheetId());
}

/** Runs after an edit; installed by `installTriggers`. */
function noteEdit(event) {
  announceLater(event.range.getSheet().getSheetId());
}

/** Says whether the check is going to be told anyway. */
function isAnnounced() {
  const kept = PropertiesService.getScriptProperties().getProperty('pending');
  return Boolean(kept) && Date.now() - JSON.parse(kept).since < PENDING_STALE_MS;
}

/** Has the check told in two minutes, unless that is already to come. */
function announceLater(gid) {
  if (isAnnounced()) return; // most edits end here; Google counts the time its triggers run
  const settings = readSettings();
  if (!settings.repository || !settings.token) return;
  withLock(LockService.getScriptLock(), () => {
    if (isAnnounced()) return;
    const pending = JSON.stringify({gid: gid, since: Date.now()});
    PropertiesService.getScriptProperties().setProperty('pending', pending);
    ScriptApp.newTrigger('sendPending').timeBased().after(QUIET_MS).create();
  });
}

/** Runs two minutes after the first change. A failure is thrown, so that Google mails it. */
function sendPending() {
  const store = PropertiesService.getScriptProperties();
  const pending = JSON.parse(store.getProperty('pending') || '{"gid":0}');
  withLock(LockService.getScriptLock(), () => {
    // Before the notice goes out: what changes from now on needs a notice of its own.
    removeTriggers('sendPending');
    store.deleteProperty('pending');
  });
  const answer = tellCheck(pending.gid);
  if (answer.failure) throw new Error(say(currentLanguage(), answer.failure, answer));
}

function removeTriggers(handler) {
  ScriptApp.getProjectTriggers()
    .filter((trigger) => trigger.getHandlerFunction() === handler)
    .forEach((trigger) => ScriptApp.deleteTrigger(trigger));
}

/** Does something while nobody else does; gives whether it was done. */
function withLock(lock, work) {
  if (!lock.tryLock(LOCK_WAIT_MS)) return false;
  try {
    work();
  } finally {
    lock.releaseLock();
  }
  return true;
}
