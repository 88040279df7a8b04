// The letter as it will look. The text in the textarea is what is sent; without this file the textarea is the editor.
(() => {
  "use strict";
  const form = document.querySelector("[data-letter-form]");
  if (!form) return;
  const find = (selector) => form.querySelector(selector);
  const [text, rich, plain, tools] = ["textarea", "[data-letter-rich]", "[data-letter-plain]", "[data-letter-tools]"].map(find);
  const [said, look, switcher] = ["[data-letter-said]", "[data-letter-look]", "[data-do=plain]"].map(find);
  const BLOCKS = new Set(["P", "DIV", "H1", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "TABLE", "BLOCKQUOTE", "PRE"]);
  let touched = false, leftAs = null, kept = null;

  // --- from the page back to the text ---------------------------------------------------------------------------------
  const isBlock = (node) => node.nodeType === 1 && BLOCKS.has(node.tagName);
  const hasBlocks = (node) => [...node.childNodes].some(isBlock);

  function runsOf(nodes, bold = false, italic = false) {
    return [...nodes].flatMap((node) => {
      if (node.nodeType === 3) {
        const words = node.data.replace(/[\s\u00a0]+/g, " ");
        return words ? [{ words, bold, italic }] : [];
      }
      if (node.nodeType !== 1) return [];
      if (node.tagName === "BR") return [{ words: "\n", bold: false, italic: false }];
      if (node.dataset.name) return [{ words: `{{ ${node.dataset.name} }}`, bold, italic, whole: true }];
      const b = bold || ["B", "STRONG"].includes(node.tagName), i = italic || ["I", "EM"].includes(node.tagName);
      return runsOf(node.childNodes, b, i);
    });
  }

  // What would be read as a mark is written with a backslash; a name between braces is not touched.
  const shielded = (words) => words.split(/(\{\{.*?\}\})/).map((piece, at) => at % 2 ? piece : piece.replace(/[\\*]/g, "\\$&")
    .replace(/(^|[^\p{L}\p{N}])_/gu, "$1\\_").replace(/_(?=[^\p{L}\p{N}]|$)/gu, (mark, place, all) => all[place - 1] === "\\" ? mark : "\\_")).join("");

  // A mark beside a blank is no mark: blanks at the edge of bold or italic words stand outside.
  function edged(runs) {
    const found = [];
    for (const run of runs) {
      if (run.whole || !(run.bold || run.italic)) { found.push(run); continue; }
      const [, before, core, after] = run.words.match(/^(\s*)([^]*?)(\s*)$/);
      for (const [words, styled] of [[before, false], [core, true], [after, false]]) {
        if (words) found.push({ words, bold: styled && run.bold, italic: styled && run.italic });
      }
    }
    found.forEach((run, at) => {
      const [last, next] = [found[at - 1], found[at + 1]];
      if (run.words !== " " || !last || !next || last.bold !== next.bold || last.italic !== next.italic) return;
      run.bold = last.bold; run.italic = last.italic;
    });
    return found;
  }

  const isWord = (sign) => /[\p{L}\p{N}]/u.test(sign || "");
  const isSpace = (sign) => !sign || /\s/.test(sign);

  function inline(nodes) {
    let out = "", open = [], closed = false;
    const runs = edged(runsOf(nodes));
    const close = (until) => { while (open.length > until) { out += open.pop(); closed = true; } };
    for (const run of runs) {
      const wanted = [run.bold && "**", run.italic && "*"].filter(Boolean);
      let same = 0;
      while (same < open.length && open[same] === wanted[same]) same += 1;
      close(same);
      const words = run.whole ? run.words : shielded(run.words);
      if (closed && isWord(words[0]) && !isWord(out.replace(/\*+$/, "").slice(-1))) out += " ";
      const fresh = wanted.slice(same);
      // Two marks in a row would be read as another one; and a mark before a sign needs a blank before it.
      if (fresh.length && !isSpace(out.slice(-1)) && (closed || !isWord(words[0]))) out += " ";
      fresh.forEach((mark) => { out += mark; open.push(mark); });
      out += words;
      closed = false;
    }
    close(0);
    return out;
  }

  const lineStart = (line) => line.trim().replace(/^(#{1,6}(?=\s|$)|[-+](?=\s|$)|:::|\|?[\s:|]*-[-\s:|]*$)/, "\\$&").replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
  const linesOf = (nodes) => inline(nodes).split("\n").map(lineStart).join("\n").replace(/^\n+|\n+$/g, "").replace(/\n{2,}/g, "\n");
  const oneLine = (nodes) => inline(nodes).replace(/\s+/g, " ").trim();

  function listOf(list) {
    const marker = (at) => list.tagName === "OL" ? `${(list.start || 1) + at}. ` : "- ";
    const items = [];
    for (const item of list.children) {
      if (["UL", "OL"].includes(item.tagName) && items.length) { items[items.length - 1].push(listOf(item)); continue; }
      const parts = [];
      let loose = [];
      const flush = () => { const words = linesOf(loose); if (words) parts.push(words); loose = []; };
      for (const node of item.childNodes) {
        if (!isBlock(node)) { loose.push(node); continue; }
        flush();
        const words = ["UL", "OL"].includes(node.tagName) ? listOf(node) : linesOf(node.childNodes);
        if (words) parts.push(words);
      }
      flush();
      if (parts.length) items.push(parts);
    }
    return items.map((parts, at) => marker(at) + parts.join("\n").split("\n").join("\n" + " ".repeat(marker(at).length))).join("\n");
  }

  function tableOf(table) {
    const line = (cells) => `| ${cells.join(" | ")} |`;
    const rows = [...table.rows].map((row) => [...row.cells]);
    const written = rows.map((row) => line(row.map((cell) => oneLine(cell.childNodes).replace(/\|/g, "\\|"))));
    const sides = rows[0].map((cell) => cell.classList.contains("right") ? "--:" : cell.classList.contains("center") ? ":-:" : "---");
    return [written[0], line(sides), ...written.slice(1)].join("\n");
  }

  function blocksOf(nodes) {
    const found = [];
    let loose = [];
    const flush = () => { const words = linesOf(loose); if (words) found.push({ words, side: "" }); loose = []; };
    for (const node of nodes) {
      if (!isBlock(node)) { loose.push(node); continue; }
      flush();
      const side = ["center", "right"].find((name) => node.classList.contains(name)) || "";
      let words = "";
      if (node.dataset.part) { found.push({ words: `{{ ${node.dataset.part} }}`, side: "" }); continue; }
      if (node.tagName === "UL" || node.tagName === "OL") words = listOf(node);
      else if (node.tagName === "TABLE") words = tableOf(node);
      else if (hasBlocks(node)) { found.push(...blocksOf(node.childNodes)); continue; }
      else if (/^H[1-6]$/.test(node.tagName)) words = oneLine(node.childNodes) && `${/[12]/.test(node.tagName) ? "##" : "###"} ${oneLine(node.childNodes)}`;
      else words = linesOf(node.childNodes);
      if (words) found.push({ words, side });
    }
    flush();
    return found;
  }

  function written() {
    const names = { center: "tengah", right: "kanan" };
    const out = [];
    let last = "";
    for (const { words, side } of blocksOf(rich.childNodes)) {
      if (side && side === last) out[out.length - 1] = out[out.length - 1].replace(/\n:::$/, `\n\n${words}\n:::`);
      else out.push(side ? `::: ${names[side]}\n${words}\n:::` : words);
      last = side;
    }
    return out.length ? `${out.join("\n\n")}\n` : "";
  }

  // --- which of the two is shown ----------------------------------------------------------------------------------------
  const isRich = () => !rich.hidden;
  const save = () => { if (isRich() && touched) text.value = written(); };

  function show(asRich) {
    rich.hidden = !asRich;
    plain.hidden = asRich;
    tools.querySelectorAll("button").forEach((button) => { if (button !== switcher) button.disabled = !asRich; });
    switcher.textContent = asRich ? switcher.dataset.plain : switcher.dataset.rich;
    if (asRich && !rich.firstElementChild) rich.append(paragraph());
  }

  function paragraph() {
    const made = document.createElement("p");
    made.append(document.createElement("br"));
    return made;
  }

  function toggle() {
    if (isRich()) {
      save();
      leftAs = text.value;
      show(false);
      text.focus();
    } else if (leftAs !== null && text.value === leftAs) {
      show(true);
      rich.focus();
    } else form.requestSubmit(look); // the server reads what was typed; nothing is saved
  }

  // --- writing ----------------------------------------------------------------------------------------------------------
  const command = (name, value) => document.execCommand(name, false, value);
  const chosen = () => { const now = getSelection(); return now.rangeCount && rich.contains(now.anchorNode) ? now.getRangeAt(0) : null; };
  const topOf = (node) => { while (node && node.parentNode !== rich) node = node.parentNode; return node; };

  function backToText() {
    rich.focus();
    if (!kept || !rich.contains(kept.startContainer)) return;
    getSelection().removeAllRanges();
    getSelection().addRange(kept);
  }

  // Chromium puts a list inside the paragraph that it was made of.
  function tidy() {
    const now = getSelection(), [node, offset] = [now.anchorNode, now.anchorOffset];
    const wraps = [...rich.children].filter((each) => each.tagName === "P" && hasBlocks(each));
    wraps.forEach((each) => each.replaceWith(...each.childNodes));
    if (wraps.length && node && rich.contains(node)) now.collapse(node, offset);
  }

  function list(name) {
    command(name);
    tidy();
  }

  function center() {
    const range = chosen();
    const inside = [...rich.children].filter((node) => range && range.intersectsNode(node) && /^(P|H[23])$/.test(node.tagName));
    const all = inside.every((node) => node.classList.contains("center"));
    inside.forEach((node) => { node.classList.remove("right"); node.classList.toggle("center", !all); });
  }

  const ACTS = {
    bold: () => command("bold"),
    italic: () => command("italic"),
    numbered: () => list("insertOrderedList"),
    bullets: () => list("insertUnorderedList"),
    heading: () => command("formatBlock", topOf(chosen()?.startContainer)?.tagName === "H2" ? "p" : "h2"),
    center,
  };

  function insert({ insert: name, label, part }) {
    const typed = `{{ ${name} }}`;
    said.textContent = label;
    if (!isRich()) {
      const isPart = part !== undefined;
      text.setRangeText(isPart ? `\n\n${typed}\n\n` : typed, text.selectionStart, text.selectionEnd, "end");
      text.focus();
      return;
    }
    backToText();
    const made = document.createElement(part === undefined ? "span" : "div");
    made.textContent = label;
    made.contentEditable = "false";
    made.className = part === undefined ? "letter-chip" : "letter-part";
    const range = chosen();
    if (part !== undefined) {
      made.dataset.part = name;
      const here = range && topOf(range.startContainer), below = paragraph();
      if (here) here.after(made, below); else rich.append(made, below);
      getSelection().collapse(below, 0);
    } else {
      made.dataset.name = name;
      if (range) { range.deleteContents(); range.insertNode(made); }
      else { const end = paragraph(); end.replaceChildren(made); rich.append(end); }
      const after = document.createTextNode("\u00a0"); // a caret needs something to stand in
      if (!made.nextSibling || made.nextSibling.nodeType !== 3 || !made.nextSibling.data) made.after(after);
      getSelection().collapse(made.nextSibling, made.nextSibling === after ? 1 : 0);
    }
    touched = true;
  }

  function state() {
    const range = chosen();
    if (!range) return;
    kept = range.cloneRange();
    const top = topOf(range.startContainer);
    const on = {
      bold: document.queryCommandState("bold"), italic: document.queryCommandState("italic"),
      numbered: document.queryCommandState("insertOrderedList"), bullets: document.queryCommandState("insertUnorderedList"),
      heading: /^H[1-3]$/.test(top?.tagName), center: Boolean(top?.classList?.contains("center")),
    };
    for (const [name, is] of Object.entries(on)) find(`[data-do=${name}]`).setAttribute("aria-pressed", String(is));
  }

  // --- beginning --------------------------------------------------------------------------------------------------------
  rich.contentEditable = "true";
  for (const [name, value] of [["role", "textbox"], ["aria-multiline", "true"], ["aria-label", form.querySelector("label").textContent.trim()]]) rich.setAttribute(name, value);
  command("defaultParagraphSeparator", "p");
  command("styleWithCSS", false);
  tools.hidden = false;
  form.querySelectorAll("[data-insert]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => insert(button.dataset));
  });
  tools.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.do;
    if (name === "plain") toggle();
    else if (name) { backToText(); ACTS[name](); touched = true; state(); }
  });
  rich.addEventListener("input", () => { touched = true; });
  rich.addEventListener("paste", (event) => {
    event.preventDefault();
    command("insertText", event.clipboardData.getData("text/plain"));
  });
  rich.addEventListener("drop", (event) => event.preventDefault());
  document.addEventListener("selectionchange", state);
  form.addEventListener("submit", save);
  show(!("faulty" in rich.dataset));
})();
