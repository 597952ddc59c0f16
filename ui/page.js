// What the page does by itself: questions on buttons, markers that lead to their quote, copying.
(() => {
  const root = document.documentElement, LANG = "{language}";
  // Gradio writes the browser's language here, whatever language the page is in.
  const keep = () => { if (root.lang !== LANG) root.lang = LANG; };
  new MutationObserver(keep).observe(root, {attributes: true, attributeFilter: ["lang"]});
  keep();
  document.cookie = "language=" + LANG + "; path=/; max-age=31536000; samesite=lax";
  let cameFrom = null;
  const plain = (node) => node.textContent.replace(/[\u00a0\u202f]/g, " ");
  const write = (where, text) => {
    const field = document.querySelector(where);
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
    return field;
  };
  const ask = (text) => {
    if (!document.querySelector("#field textarea")) {
      return void setTimeout(() => ask(text), 50);  // Gradio is still at work
    }
    write("#field textarea", text);
    setTimeout(() => document.querySelector("#field .submit-button").click(), 0);
  };
  const forward = (marker) => {
    const quote = document.getElementById(marker.getAttribute("href").slice(1));
    if (!quote) return;
    document.querySelectorAll(".now").forEach((old) => old.classList.remove("now"));
    quote.classList.add("now");
    quote.closest(".source").classList.add("now");
    cameFrom = marker;
    quote.focus({preventScroll: true});
    quote.scrollIntoView({block: "center"});
  };
  const copy = async (button) => {
    await navigator.clipboard.writeText(plain(button.parentNode.querySelector(".paste")));
    button.parentNode.classList.add("done");
    voice.textContent = button.parentNode.querySelector(".copied").textContent;
  };
  // Gradio writes all turns anew: what was said of each is put back from here.
  const opinions = new Map();
  const show = (form) => {
    const [mood, chosen] = opinions.get(form.id) || ["", ""];
    form.classList.toggle("kept", mood === "kept");
    form.classList.toggle("failed", mood === "failed");
    form.querySelectorAll(".opinion").forEach((button) =>
      button.setAttribute("aria-pressed", String(mood === "kept" && button.className === chosen)));
  };
  const say = async (button) => {
    const form = button.closest(".say"), what = button.classList[1];
    const body = {rating: what === "up" ? "up" : "down"};
    if (what !== "up" && what !== "other") body.reason = what;
    const mood = await fetch("/api/feedback/" + form.id.slice(4), {method: "POST",
      headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)})
      .then((sent) => sent.ok ? "kept" : "failed", () => "failed");
    opinions.set(form.id, [mood, button.className]);
    show(form);
    voice.textContent = plain(form.querySelector(mood === "kept" ? ".thanks" : ".lost"));
  };
  // What is searched is kept in the link, and told to the server by a field that nobody sees.
  const narrow = (scope) => {
    const query = new URLSearchParams(location.search), only = new URLSearchParams(), names = [];
    scope.querySelectorAll("select").forEach((select) => {
      query.delete(select.name);
      if (!select.value) return;
      query.set(select.name, select.value);
      only.set(select.name, select.value);
      names.push(select.selectedOptions[0].text);
    });
    history.replaceState(history.state, "", location.pathname + (query.size ? "?" + query : ""));
    scope.querySelector(".only").textContent = names.join(" · ");
    write("#only textarea", only.toString());
  };
  const correct = (button) => {
    write("#field textarea", plain(button.parentNode.querySelector(".meant"))).focus();
  };
  // Gradio opens every link in a tab of its own. Views leave this one only while nothing is asked,
  // since a conversation doesn't outlive its page.
  const follow = (link, event) => {
    const away = link.closest(".head") && !document.querySelector("#reading .turn");
    const other = link.closest(".languages");
    if (!away && !other) return;
    event.preventDefault();
    const query = new URLSearchParams(location.search);
    query.delete("lang");
    location.assign(link.href + (other && query.size ? "?" + query : ""));
  };
  const shut = (scope) => { scope.open = false; return scope; };
  document.addEventListener("click", (event) => {
    const scope = document.querySelector("#head .scope[open]");
    if (scope && !scope.contains(event.target)) shut(scope);
    const hit = (what) => event.target.closest(":is(#head, #welcome, #reading) " + what);
    if (hit("a.marker")) { event.preventDefault(); forward(hit("a.marker")); }
    else if (hit("a[download]")) hit("a[download]").removeAttribute("target");
    else if (hit("a")) follow(hit("a"), event);
    else if (hit("button.question")) ask(plain(hit("button.question")));
    else if (hit("button.correct")) correct(hit("button.correct"));
    else if (hit("button.opinion")) say(hit("button.opinion"));
    else if (hit("button.copy")) copy(hit("button.copy"));
    else if (hit("button.whole")) hit("button.whole").closest(".source").classList.add("open");
  });
  document.addEventListener("change", (event) => {
    const scope = event.target.closest("#head .scope");
    if (scope) narrow(scope);
  });
  // A new turn comes to the top of the window, and is read out once; Gradio writes all turns anew.
  let last = "";
  const arrive = () => {
    const here = document.querySelectorAll("#head a.here:not([aria-current])");
    here.forEach((link) => link.setAttribute("aria-current", "page"));
    const turn = document.querySelector("#reading .turn:last-of-type");
    if (!turn || turn.id === last) return;
    last = turn.id;
    document.querySelectorAll(".say").forEach(show);
    if (turn.previousElementSibling) turn.scrollIntoView({block: "start"});
    const answer = turn.querySelector(".answer");
    if (answer) voice.textContent = plain(answer);
  };
  const voice = document.createElement("div");
  voice.className = "sr";
  voice.setAttribute("role", "status");
  const begin = () => {
    document.body.append(voice);
    new MutationObserver(arrive).observe(document.body, {childList: true, subtree: true});
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
  // Whoever copies a whole answer by hand takes its sources along.
  document.addEventListener("copy", (event) => {
    const chosen = getSelection();
    const whole = [...document.querySelectorAll("#reading .said")].find((said) => {
      const answer = said.querySelector(".answer");
      return answer && said.querySelector(".paste") && chosen.containsNode(answer, false);
    });
    if (!whole) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", plain(whole.querySelector(".paste")));
  });
  addEventListener("beforeprint", () => {  // on paper a link needs its host
    document.querySelectorAll('.source a[href^="/"]').forEach((a) => { a.dataset.full = a.href; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const scope = document.querySelector("#head .scope[open]");
    if (scope) return void shut(scope).querySelector("summary").focus();
    if (!cameFrom) return;
    document.querySelectorAll(".now").forEach((old) => old.classList.remove("now"));
    cameFrom.focus();
    cameFrom = null;
  });
})();
