// Comfort only: without this file every field stays in sight with its condition in words, and the server judges the same.
// Hides a field while the answer that it hangs on says so. Nothing typed is cleared, no focus is moved, nothing is announced:
// the field comes right where it belongs, after the answer that called for it.
(() => {
  "use strict";
  const rules = [...document.querySelectorAll("[data-show-when]")].map((mark) => ({
    code: mark.dataset.showWhen,
    field: mark.dataset.field,
    value: mark.dataset.value,
    holds: "holds" in mark.dataset,
    form: mark.closest("form"),
    frame: document.getElementById(`div_id_${mark.dataset.showWhen}`),
  })).filter((rule) => rule.form && rule.frame);
  if (!rules.length) return;

  const inputs = (form, name) => [...form.elements].filter((input) => input.name === name);
  const given = (form, name) => inputs(form, name)
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value);

  // A condition on a field that is itself out of sight does not hold. One on an answer of another page: as the server knows it.
  const holds = (rule, seen = []) => {
    if (!inputs(rule.form, rule.field).length) return rule.holds;
    if (!given(rule.form, rule.field).includes(rule.value)) return false;
    const above = rules.find((other) => other.code === rule.field);
    return !above || seen.includes(above) || holds(above, [...seen, rule]);
  };
  const show = () => rules.forEach((rule) => {
    const wanted = holds(rule);
    // Never the field where somebody is.
    if (wanted || !rule.frame.contains(document.activeElement)) rule.frame.hidden = !wanted;
    // Where several parts stand on one page, one without anything to answer goes with its heading.
    const part = rule.frame.closest("form section");
    if (part) part.hidden = [...part.querySelectorAll("[id^='div_id_']")].every((frame) => frame.hidden);
  });
  const forms = new Set(rules.map((rule) => rule.form));
  forms.forEach((form) => form.addEventListener("change", show));
  window.addEventListener("pageshow", show);
  show();
})();
