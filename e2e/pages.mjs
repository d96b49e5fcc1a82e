// The pages that are looked at, one a line: name, address, who looks (nobody, or a role), expected status.
// Add a line for each new page. `{office}`, `{place}` … are filled from what `linli demo` prints.
export const PAGES = [
  { name: "styleguide", path: "/styleguide" },
  { name: "not-found", path: "/nowhere/at-all", status: 404 },
  { name: "home", path: "/" },
  { name: "search", path: "/search?q=lsj" },
  { name: "search-nothing-found", path: "/search?q=zzzz" },
  { name: "place-prefecture", path: "/places/430500" },
  { name: "place-county", path: "/places/430527" },
  { name: "place-county-declared", path: "/places/430522" },
  { name: "league", path: "/league/430500" },
  { name: "bulletins", path: "/bulletins" },
  { name: "about", path: "/about" },
  { name: "register", path: "/desk/430527/register", role: "clerk" },
  { name: "register-nothing-found", path: "/desk/430527/register?q=zzzz", role: "clerk" },
  { name: "register-new", path: "/desk/430527/register/new", role: "clerk" },
  { name: "divisions", path: "/desk/430527/divisions", role: "clerk" },
];
