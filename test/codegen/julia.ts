/** The grammar of Julia: where its parser stumbles over a module. */
import { parser } from "@plutojl/lezer-julia";

/** The lines at which the text is not Julia; the parser reads on after each fault. */
export function faultsOfJulia(code: string): readonly string[] {
  const out: string[] = [];
  parser.parse(code).iterate({
    enter: (node: { readonly type: { readonly isError: boolean }; readonly from: number }) => {
      if (node.type.isError) {
        const line = code.slice(0, node.from).split("\n").length;
        out.push(`${line}: ${code.split("\n")[line - 1]?.trim()}`);
      }
    },
  });
  return out;
}
