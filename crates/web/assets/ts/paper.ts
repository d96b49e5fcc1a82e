/**
 * The code of a slip stands after the `#` of its address, so that it is in no log. Here it goes into the form, out of the address,
 * and on its way; without script it is typed. The form says that a link brought it: where the paper of another household is open
 * in this browser, the answer asks before that gives way.
 */
export function paper(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-paper]");
  const input = form?.querySelector<HTMLInputElement>("input[name=code]");
  const by = form?.querySelector<HTMLInputElement>("input[name=by]");
  if (!form || !input || !by) return;
  const open = (): void => {
    const code = location.hash.slice(1);
    // "#main" is the way past the navigation, and no code.
    if (code.length < 16) return;
    history.replaceState(null, "", location.pathname);
    input.value = code;
    by.value = "link";
    form.submit();
  };
  // A second paper scanned into the same page only changes what stands after the sign.
  window.addEventListener("hashchange", open);
  open();
}
