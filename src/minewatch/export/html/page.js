// All of the page works without this: it opens what is led to, says how much is shown, and keeps the colours chosen.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const status = document.getElementById("status");
  const claims = [...document.querySelectorAll("section[aria-labelledby=claims] .item")];
  const colours = [...document.querySelectorAll("input[name=colours]")];

  const tell = () => {
    // Where it lies and not how it is styled: asked for one by one, that takes Chromium minutes for two thousand
    const shown = claims.filter((item) => item.getClientRects().length > 0).length;
    const chosen = form.querySelector("input:checked") !== null;
    status.textContent = chosen ? `${shown} of ${claims.length} claims` : "";
  };
  form.addEventListener("change", tell);
  form.addEventListener("reset", () => setTimeout(tell));

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) {
        at.open = true;
      }
    }
    // From its line on, however many rows that takes
    target?.closest("details")?.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();

  // A link to the card that is led to already, and was folded since, is no change
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) {
      open();
    }
  });

  // Where nothing may be kept, as in some browsers for a file, the page is as it comes
  try {
    const kept = localStorage.getItem("minewatch-colours");
    for (const one of colours) {
      one.checked = one.value === kept || (kept === null && one.defaultChecked);
      one.addEventListener("change", () => {
        try {
          localStorage.setItem("minewatch-colours", one.value);
        } catch {}
      });
    }
  } catch {}
  tell();
})();
