/** The look of answers, and of a page of them: light, dark and print; phone, screen and projector. */

const COLOURS = {
  light: `--paper:#fff;--ink:#1b1b1f;--soft:#5c5f66;--line:#d8dade;--wash:#f5f6f8;--link:#1a56b0;
--c0:#0b6bcb;--c1:#a3307f;--c2:#8a5a00;--c3:#18794e;--c4:#6d4bd8;--c5:#b3392b;--good:#18794e;--bad:#b3261e;--unsure:#8a5a00`,
  dark: `--paper:#14151a;--ink:#ececf1;--soft:#a2a6b0;--line:#363943;--wash:#1d1f26;--link:#8ab4f8;
--c0:#6cb6ff;--c1:#f08bd0;--c2:#e3b341;--c3:#5fd39a;--c4:#b9a3ff;--c5:#ff9a8d;--good:#5fd39a;--bad:#ff9a8d;--unsure:#e3b341`,
  print: `--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--wash:#fff;--link:#000;--c0:#0b4f94;--c1:#7d2060;--c2:#5f3e00;--c3:#0f5235;--c4:#4a30a0;--c5:#86251b`,
} as const;

/**
 * The look of what the renderer of answers makes, for any page: nothing outside of `cr-` classes is touched but colours,
 * which a page may set itself. Origins are told by colour and, for those who do not see it, by the line under the factor
 * and the number beside its shape.
 */
export const ANSWER_STYLE = `
:where(:root){${COLOURS.light}}
@media (prefers-color-scheme:dark){:where(:root){${COLOURS.dark}}}
:where(.cr-report) h2{font-size:1.15rem;margin:2.25rem 0 .5rem;font-weight:600}
:where(.cr-report) h3{font-size:.95rem;margin:1.5rem 0 .4rem;color:var(--soft);font-weight:600}
.cr-note{color:var(--soft);font-size:.9rem;margin:.3rem 0}
.cr-list{list-style:none;margin:.4rem 0;padding:0}
.cr-list>li{margin:.2rem 0;overflow-x:auto;overflow-y:hidden}
.cr-steps{list-style:none;margin:.5rem 0 1rem;padding:0;display:grid;grid-template-columns:max-content minmax(0,max-content) minmax(9rem,1fr)}
.cr-step{display:grid;grid-column:1/-1;grid-template-columns:subgrid;align-items:baseline;padding:.5rem 0;border-top:1px solid var(--line);break-inside:avoid}
.cr-step:first-child{border-top:0}
.cr-left{text-align:right;padding-right:.3em;white-space:nowrap}
.cr-right{min-width:0;display:flex;flex-wrap:wrap;align-items:baseline;row-gap:.4rem;overflow-x:auto;overflow-y:hidden;padding-bottom:.15rem}
.cr-equal{padding-right:.35em}
.cr-right:not(:has(.cr-factor~.cr-factor)){flex-wrap:nowrap}
.cr-rule{font-size:.85rem;line-height:1.35;padding-left:1.75rem}
.cr-statement{display:block;color:var(--soft);font-size:.95em}
.cr-why{grid-column:2/-1;color:var(--soft);font-size:.85rem;margin:.25rem 0 0}
.cr-factor{display:inline-flex;flex-direction:column;align-items:center;padding:0 .18em}
.cr-formula{padding:0 .06em .08em;border-bottom:.12em solid transparent}
.cr-shape{font-size:.72rem;line-height:1.3;color:var(--soft);white-space:nowrap;margin-top:.1rem}
.cr-beside{margin-left:.6em;align-self:baseline}
.cr-o0{--c:var(--c0)}.cr-o1{--c:var(--c1)}.cr-o2{--c:var(--c2)}.cr-o3{--c:var(--c3)}.cr-o4{--c:var(--c4)}.cr-o5{--c:var(--c5)}
[class*=cr-o]>.cr-formula,.cr-left[class*=cr-o]{color:var(--c)}
[class*=cr-o]>.cr-formula{border-bottom-color:var(--c)}
.cr-o1>.cr-formula{border-bottom-style:dashed}.cr-o2>.cr-formula{border-bottom-style:dotted}.cr-o3>.cr-formula{border-bottom-style:double;border-bottom-width:.2em}
.cr-o4>.cr-formula{border-bottom-style:dashed;border-bottom-width:.2em}.cr-o5>.cr-formula{border-bottom-style:dotted;border-bottom-width:.2em}
.cr-mark{font-size:.72rem;color:var(--c,var(--soft));margin-right:.2em}
.cr-result{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.25rem .75rem;align-items:center;background:var(--wash);border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem;margin:.75rem 0;break-inside:avoid}
.cr-result .cr-list{grid-column:1/-1;margin:0}
.cr-answer{overflow-x:auto;overflow-y:hidden;font-size:1.08rem;padding:.15rem 0}
.cr-copy{font:inherit;font-size:.78rem;color:var(--soft);background:none;border:1px solid var(--line);border-radius:.35rem;padding:.2rem .55rem;cursor:pointer}
.cr-copy:hover{color:var(--ink)}
.cr-rules{margin:.4rem 0;padding:0;font-size:.88rem}
.cr-rules>div{padding:.35rem 0;border-top:1px solid var(--line);break-inside:avoid}
.cr-rules dt{font-weight:600}.cr-rules dd{margin:0;color:var(--soft)}
.cr-rules div:target{background:var(--wash)}
.cr-equal-verdict{color:var(--good)}.cr-wrong{color:var(--bad)}.cr-unsure{color:var(--unsure)}
.cr-fault{border-left:.2rem solid var(--bad);padding-left:.6rem;margin:.4rem 0}
.cr-source{font-size:.85em;overflow-wrap:anywhere}
.cr-read{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.cr-math{position:relative}
[class*=cr-] .katex{font-size:1.12em}
@media (max-width:44rem){
.cr-steps{grid-template-columns:max-content minmax(0,1fr)}
.cr-rule{grid-column:2/-1;padding:.2rem 0 0}
.cr-statement{display:inline;margin-left:.5em}
.cr-why{grid-column:2/-1}}
@media print{:where(:root){${COLOURS.print}}.cr-copy{display:none}.cr-right,.cr-list>li,.cr-answer{overflow:visible}}
`;

/** The look of a page that holds nothing but reports. */
export const PAGE_STYLE = `${ANSWER_STYLE}
:root{color-scheme:light dark}
*{box-sizing:border-box}
html{font-size:clamp(1rem,.72rem + .62vw,1.75rem);-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:64rem;margin:0 auto;padding:1.25rem clamp(.75rem,3vw,2.5rem) 4rem}
article+article{margin-top:3.5rem;padding-top:1.5rem;border-top:2px solid var(--line)}
h1{font-size:1.35rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.15rem;margin:2.25rem 0 .5rem;font-weight:600}
h3{font-size:.95rem;margin:1.5rem 0 .4rem;color:var(--soft);font-weight:600}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,button:focus-visible,.cr-right:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:.2em}
@media print{:root{color-scheme:light}html{font-size:10.5pt}main{max-width:none;padding:0}a{color:inherit;text-decoration:none}}
`;

/**
 * Copying a formula gives its LaTeX, by selection or by button. The hash in the page's policy is of
 * this text, so a change here is a change there.
 */
export const PAGE_SCRIPT = `(()=>{
const tex=n=>n.closest&&n.closest("[data-latex]");
document.addEventListener("copy",e=>{
const s=getSelection();if(!s.rangeCount||s.isCollapsed)return;
const r=s.getRangeAt(0).cloneRange();
const a=tex(r.startContainer.parentElement),b=tex(r.endContainer.parentElement);
if(a)r.setStartBefore(a);if(b)r.setEndAfter(b);
const f=r.cloneContents(),all=f.querySelectorAll("[data-latex]");if(!all.length)return;
for(const n of f.querySelectorAll("button,.cr-step .cr-rule,.cr-step .cr-left,.cr-why,.cr-shape"))n.remove();
for(const m of all)m.replaceWith("\\n$"+m.dataset.latex+"$ ");
e.clipboardData.setData("text/plain",f.textContent.replace(/ *\\n\\s*/g,"\\n").trim());e.preventDefault()});
document.addEventListener("click",e=>{
const b=e.target.closest("button[data-copy]");if(!b)return;
navigator.clipboard.writeText(b.dataset.copy).then(()=>{const t=b.textContent;b.textContent=b.dataset.done;setTimeout(()=>{b.textContent=t},1500)})})
})()`;
