interface Scheme {
  readonly ground: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly quiet: string;
  readonly link: string;
  readonly fail: string;
  readonly undecided: string;
  readonly exempt: string;
  readonly pass: string;
}

/** Colours by light and dark; a test holds that each text has a contrast of 4.5 on both grounds. */
export const SCHEMES: Readonly<Record<"light" | "dark", Scheme>> = {
  light: {
    ground: "#ffffff",
    raised: "#f3f4f6",
    line: "#767b85",
    text: "#16191f",
    quiet: "#4b5563",
    link: "#0b5cad",
    fail: "#a4161a",
    undecided: "#7a4a00",
    exempt: "#5b3a9e",
    pass: "#14602f",
  },
  dark: {
    ground: "#14171c",
    raised: "#1f242c",
    line: "#8a919e",
    text: "#f1f3f5",
    quiet: "#b6bdc8",
    link: "#8cc2ff",
    fail: "#ff9d99",
    undecided: "#f5c26b",
    exempt: "#cbb2ff",
    pass: "#7fdc9c",
  },
};

function variables(scheme: Scheme): string {
  return Object.entries(scheme)
    .map(([name, colour]) => `--${name}:${String(colour)}`)
    .join(";");
}

/** The page's style: dark where the reader wishes it, plain black on white on paper. */
export const STYLE = `
:root{color-scheme:light dark;${variables(SCHEMES.light)}}
@media (prefers-color-scheme:dark){:root{${variables(SCHEMES.dark)}}}
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0 auto;padding:0 1.25rem 3rem;max-width:100rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--ground);z-index:1}
h1{margin:1.5rem 0 .25rem;font-size:1.75rem}
h2{margin:2.5rem 0 .75rem;font-size:1.35rem}
.verdict{margin:0 0 .75rem;font-size:1.2rem;font-weight:600}
.verdict.blocked{color:var(--fail)}
.verdict.passed{color:var(--pass)}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin:0 0 1rem}
.facts div{display:flex;gap:.5rem}
.facts dt{color:var(--quiet)}
.facts dd{margin:0}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.925em}
.narrow table{width:auto}
caption{padding:.25rem 0;text-align:left;color:var(--quiet)}
th,td{padding:.4rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
thead th{background:var(--raised)}
tbody th{font-weight:600}
.count{text-align:right;font-variant-numeric:tabular-nums}
.none{color:var(--quiet)}
.fail{color:var(--fail)}
.undecided{color:var(--undecided)}
.exempt{color:var(--exempt)}
.pass{color:var(--pass)}
.state{font-weight:600}
.state,.day{white-space:nowrap}
.quiet{color:var(--quiet)}
td p,td ul{margin:0}
td ul{padding-left:1.1rem}
code{font:.9em ui-monospace,monospace}
code,.resource,.said{overflow-wrap:anywhere}
.resource{min-width:13rem}
.said{min-width:18rem}
td a code{white-space:nowrap}
form{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:flex-end;margin:0 0 .75rem;padding:.75rem 1rem;background:var(--raised)}
fieldset{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:0;padding:.25rem .75rem .4rem;border:1px solid var(--line)}
label{display:inline-flex;gap:.4rem;align-items:center}
label.above{flex-direction:column;align-items:flex-start;gap:.15rem}
input,select,button{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);padding:.25rem .5rem}
input[type=checkbox]{width:1.1rem;height:1.1rem}
summary{padding:.4rem 0;cursor:pointer;font-weight:600}
@media (max-width:30rem){th,td{padding:.4rem .35rem}}
@media print{
:root{color-scheme:light;${variables(SCHEMES.light)}}
body{max-width:none;padding:0;font-size:9pt}
nav,form,.skip{display:none}
.scroll{overflow:visible}
tr{break-inside:avoid}
h2,summary{break-after:avoid}
a{color:inherit;text-decoration:none}
}
`;
