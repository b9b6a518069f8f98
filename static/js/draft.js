// Keeps a draft while it is being written: every ten seconds what changed is sent, and nothing where nothing did.
// What cannot be sent stays in the page and is sent again; what meets somebody else's words is put aside by the server.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const TICK = 10_000, PRESENCE = 3, KEEPALIVE = 60_000;
  const LEFT_OUT = ["csrfmiddlewaretoken", "form_of", "version", "form_key", "partner", "removed"];
  const words = form.dataset;
  const place = form.querySelector("[data-told]"), both = form.querySelector("[data-both]");
  const others = document.querySelector("[data-others]");
  let isSending = false, isOver = false, isBehind = false, idle = 0, tried = "";

  // The fields by name; as they stand in the page, or as the server made it, whatever the browser filled in again.
  const fields = (asMade) => {
    const found = {};
    for (const one of form.elements) {
      if (!one.name || LEFT_OUT.includes(one.name) || one.name.endsWith("-sent")) continue;
      if (["file", "submit"].includes(one.type)) continue;
      const list = (found[one.name] ??= []);
      if (/checkbox|radio/.test(one.type)) {
        if (asMade ? one.defaultChecked : one.checked) list.push(one.value);
      } else if (asMade && one.options) {
        list.push(([...one.options].find((option) => option.defaultSelected) ?? one.options[0]).value);
      } else list.push(asMade ? one.defaultValue : one.value);
    }
    return found;
  };
  let held = "unsaved" in words ? {} : fields(true);

  const tell = (text) => { if (text && place.textContent !== text) place.textContent = text; };
  const say = (text) => { if (others && others.textContent !== text) others.textContent = text; };

  const take = (answer, sent) => {
    if (!answer.version) return;
    // What could not be kept as it was typed stays to be sent, once it is typed anew.
    const waiting = Object.fromEntries(Object.entries(sent).filter(([name]) => answer.wrong.includes(name)));
    if (Object.keys(sent).length) tried = JSON.stringify(waiting);
    held = { ...held, ...sent, ...Object.fromEntries(Object.keys(waiting).map((name) => [name, held[name]])) };
    form.elements.version.value = answer.version;
    if (words.autosave !== answer.autosave) {
      words.autosave = answer.autosave;
      form.action = both.querySelector("a").href = answer.edit;
      history.replaceState(null, "", answer.edit);
    }
    // Nothing is left to lose: leaving the page needs no question.
    if (!Object.keys(changes(fields())).length) form.dispatchEvent(new Event("kept"));
  };
  const changes = (now) => Object.fromEntries(
    Object.entries(now).filter(([name, list]) => JSON.stringify(list) !== JSON.stringify(held[name])),
  );

  const save = async (isLeaving = false) => {
    if (isOver || (isSending && !isLeaving)) return;
    const sent = changes(fields()), key = JSON.stringify(sent), isNews = key !== "{}" && key !== tried;
    idle = isNews ? 0 : idle + 1;
    const isPresence = !isNews && !isBehind && form.elements.version.value && idle % PRESENCE === 0 && !document.hidden;
    if (!isNews && (!isPresence || isLeaving)) return;
    const body = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "version", "form_key", "partner"]) {
      if (form.elements[name]) body.append(name, form.elements[name].value);
    }
    for (const [name, list] of Object.entries(isNews ? sent : {})) {
      body.append("changed", name);
      list.forEach((value) => body.append(name, value));
    }
    isSending = true;
    try {
      const keepalive = isLeaving && String(body).length < KEEPALIVE;
      const response = await fetch(words.autosave, { method: "POST", body, keepalive, redirect: "manual" });
      if (response.status >= 500) throw new TypeError("try again");
      const answer = await response.json().catch(() => ({}));
      if (response.ok) {
        if (isNews && !answer.version) tried = key;
        take(answer, isNews ? sent : {});
        tell(answer.told);
        say(answer.others ?? "");
      } else if ([409, 422].includes(response.status)) {
        tried = key;
        tell(answer.told);
        if (answer.edit) {
          isBehind = true;
          both.querySelector("a").href = answer.edit;
          both.hidden = false;
        }
      } else tell(response.status === 401 || response.type === "opaqueredirect" ? words.signedOut : words.refused);
    } catch {
      tell(words.lost);
    }
    isSending = false;
  };

  setInterval(save, TICK);
  addEventListener("online", () => save());
  addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(true); });
  form.addEventListener("submit", () => { isOver = true; });
  addEventListener("pageshow", () => { isOver = false; });
})();
