"use strict";
document.getElementById("again").addEventListener("click", () => window.location.reload());
// The keyboard belongs to the program as soon as it shows something: no click is needed first.
new MutationObserver((_, observer) => {
  const field = document.querySelector(".xterm-helper-textarea");
  if (field !== null && document.body.classList.contains("-first-byte")) {
    observer.disconnect();
    field.focus();
  }
}).observe(document.body, { attributes: true, attributeFilter: ["class"], childList: true, subtree: true });
