// Keeps what is typed on a form with data-keep while the signal is weak: in this browser at every change, on the server with
// each "Simpan"; a sending that fails is tried again by itself. Without this file the form is saved per post.
// Form: data-keep (storage key), data-next (where a done sending leads), data-drawn-again (the server kept what was typed).
// Words stand on [data-keeper-says] as data-typed, data-restored, data-sending, data-waiting; nothing here is a sentence.
(() => {
  "use strict";
  const PREFIX = "keep:", OLDEST = 14 * 24 * 3600 * 1000, RETRY = 20000;
  const OWN = new Set(["csrfmiddlewaretoken", "once", "version"]);
  const says = document.querySelector("[data-keeper-says]");
  const say = (key, moment) => {
    if (!says) return;
    const time = moment ? new Date(moment).toLocaleTimeString(document.documentElement.lang || "id", { hour: "2-digit", minute: "2-digit" }) : "";
    says.querySelector("p").textContent = says.dataset[key].replace("%time%", time);
    says.hidden = false;
  };
  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(PREFIX + key, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(PREFIX + key); } catch { /* private mode: nothing was kept */ } },
    sweep() {  // notes of visits long over do not stay on a phone
      try {
        Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
          const kept = store.read(key.slice(PREFIX.length));
          if (!kept || Date.now() - kept.at > OLDEST) localStorage.removeItem(key);
        });
      } catch { /* as above */ }
    },
  };
  const typed = (form) => {
    const found = {};
    new FormData(form).forEach((value, name) => { if (!OWN.has(name) && typeof value === "string") found[name] = value.replace(/\r\n/g, "\n"); });
    return found;
  };
  const same = (one, two) => [...new Set([...Object.keys(one), ...Object.keys(two)])].every((name) => (one[name] || "") === (two[name] || ""));
  const fill = (form, fields) => Array.from(form.elements).forEach((field) => {
    if (!field.name || OWN.has(field.name) || field.type === "file" || field.type === "submit") return;
    if (field.type === "radio" || field.type === "checkbox") field.checked = fields[field.name] === field.value;
    else if (field.type !== "hidden") field.value = fields[field.name] || "";
  });

  const keep = (form) => {
    const key = form.dataset.keep, version = form.elements.version;
    const kept = store.read(key);
    if (kept && !("drawnAgain" in form.dataset)) {
      if (same(kept.fields, typed(form))) store.drop(key);
      else {
        fill(form, kept.fields);
        version.value = kept.version;  // so the server says what a colleague changed meanwhile
        say("restored", kept.at);
      }
    }
    form.addEventListener("input", () => {
      const moment = Date.now();
      if (store.write(key, { at: moment, version: version.value, fields: typed(form) })) say("typed", moment);
    });
  };

  // One sending at a time. The server answers the same sending once, so trying again does nothing twice.
  let waiting = null;
  const leave = (next) => {
    const target = new URL(next, location.href);
    if (target.pathname !== location.pathname) { location.assign(target.href); return; }
    history.replaceState(null, "", target.href);
    location.reload();
  };
  const askTheServer = (form, button) => {  // it has something to say: let it, on a page of its own
    if (button && button.name) {
      const act = document.createElement("input");
      act.type = "hidden"; act.name = button.name; act.value = button.value;
      form.append(act);
    }
    form.submit();
  };
  const send = () => {
    const { form, button, body, next } = waiting;
    waiting.isUnderWay = true;
    say("sending");
    fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" }).then((answer) => {
      waiting = null;
      if (answer.type === "opaqueredirect") leave(next);
      else askTheServer(form, button);
    }).catch(() => { waiting.isUnderWay = false; say("waiting"); });
  };
  const again = () => { if (waiting && !waiting.isUnderWay) send(); };
  window.addEventListener("online", again);
  setInterval(again, RETRY);

  document.querySelectorAll("form[data-next]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (waiting && waiting.form === form) { again(); return; }
    if (waiting) return;
    const button = event.submitter, body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    waiting = { form, button, body, next: (button && button.dataset.next) || form.dataset.next, isUnderWay: false };
    send();
  }));
  store.sweep();
  document.querySelectorAll("form[data-keep]").forEach(keep);

  const locate = document.querySelector("[data-locate]");
  if (locate && navigator.geolocation) {
    locate.hidden = false;
    locate.addEventListener("click", () => {
      const form = locate.form, told = form.querySelector("[data-locate-says]");
      told.textContent = locate.dataset.asking;
      navigator.geolocation.getCurrentPosition((found) => {
        form.elements.latitude.value = found.coords.latitude.toFixed(6);
        form.elements.longitude.value = found.coords.longitude.toFixed(6);
        told.textContent = locate.dataset.found;
      }, () => { told.textContent = locate.dataset.failed; }, { enableHighAccuracy: true, timeout: 30000, maximumAge: 60000 });
    });
  }
})();
