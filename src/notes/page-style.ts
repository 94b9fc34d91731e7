/** The look of pages of notes, beyond that of every page. */
export const NOTES_STYLE = `
body{line-height:1.6}
.cn-frame{display:grid;grid-template-columns:minmax(0,1fr);max-width:76rem;margin:0 auto}
.cn-frame>main{max-width:46rem;width:100%}
.cn-nav{padding:1rem clamp(.75rem,3vw,2.5rem);font-size:.88rem;border-bottom:1px solid var(--line)}
.cn-nav ol,.cn-nav ul{list-style:none;margin:.3rem 0 0;padding:0}
.cn-nav li{margin:.25rem 0}.cn-nav ul ul,.cn-nav ol ul{padding-left:1rem}
.cn-nav a{text-decoration:none}.cn-nav a[aria-current]{font-weight:600;color:inherit}
.cn-nav summary{cursor:pointer;font-weight:600}
.cn-skip{position:absolute;left:-99rem}.cn-skip:focus{left:.5rem;top:.5rem;background:var(--paper);padding:.4rem}
main h1{font-size:1.7rem;margin:.5rem 0 1rem}main h2{font-size:1.3rem}main h3{font-size:1.08rem;color:var(--ink)}
main p,main li{max-width:42rem}
.cn-equation{display:grid;grid-template-columns:minmax(0,1fr) auto;align-items:center;gap:.5rem;margin:.4rem 0}
.cn-formula{overflow-x:auto;overflow-y:hidden;padding:.1rem 0;text-align:center;display:block}
.cn-formula .katex-display{margin:.35rem 0}
.cn-number{color:var(--soft);font-size:.9rem}
.cn-derivation{margin:1rem 0}
.cn-block>.cn-equation .cn-formula{text-align:left;padding-left:1.5rem}
.cn-figure{margin:1.25rem 0;overflow-x:auto;break-inside:avoid}.cn-figure svg{max-width:100%;height:auto}.cn-checked{font-size:.9rem;color:var(--soft);overflow-wrap:anywhere}
.cn-figure figcaption{font-size:.88rem;color:var(--soft);margin-top:.3rem}
.cn-picture{color:var(--soft)}.cn-unsure{border-color:var(--unsure)}
span.cr-fault{display:block;font-size:.88rem}
main table{border-collapse:collapse;display:block;overflow-x:auto;margin:1rem 0}
main th,main td{border-bottom:1px solid var(--line);padding:.35rem .7rem;text-align:left;vertical-align:top}
main pre{background:var(--wash);padding:.7rem .9rem;border-radius:.4rem;overflow-x:auto;font-size:.85rem}
main code{font-size:.9em}main blockquote{margin:1rem 0;padding-left:1rem;border-left:.2rem solid var(--line);color:var(--soft)}
main img{max-width:100%;height:auto}
.cn-turn{display:flex;justify-content:space-between;gap:1rem;margin-top:3rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.92rem}
.cn-draft{background:var(--wash);border-left:.2rem solid var(--unsure);padding:.4rem .8rem}
@media (min-width:60rem){
.cn-frame{grid-template-columns:15rem minmax(0,1fr)}
.cn-nav{border-bottom:0;border-right:1px solid var(--line);position:sticky;top:0;max-height:100vh;overflow-y:auto}}
@media print{.cn-figure{overflow:visible}.cn-figure svg{max-width:100%}.cn-nav,.cn-turn,.cn-skip{display:none}.cn-frame{display:block}.cn-frame>main,main p,main li{max-width:none}
.cn-formula{overflow:visible}.cn-part{break-before:page}.cn-part:first-child{break-before:auto}h1,h2,h3{break-after:avoid}}
`;
