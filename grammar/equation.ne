# One statement of the equation language, over the tokens of src/parse/tokens.ts.
#
# Both spellings give the same tokens, and src/parse/context.ts has settled what depends on its surroundings: CALL or
# NAME, the ∂ of a numerator (D) or of a variable (DV), the direction of bars. So every statement has one parse.
# Lists recurse to the left: a list that recurses to the right costs Earley's algorithm quadratic time. They are chains
# of cells that src/parse/fold.ts turns into arrays; what stands here only calls builders.
@preprocessor typescript
@{%
import * as build from "../build.js";
import { grammarLexer as lexer } from "../tokens.js";
%}
@lexer lexer

statement -> sum                                   {% build.expressionStatement %}
  | equation                                       {% build.equationStatement %}
  | declaration                                    {% id %}
  | names %INPUT                                   {% build.inputStatement %}

# y = W x, and chains of claims: ∂s/∂b = … = …
equation -> sum %EQ sum                            {% build.firstEquals %}
  | equation %EQ sum                               {% build.nextEquals %}

# x, y : vector(n) positive; W ∈ ℝ^{n×m}
declaration -> names %COLON kind                   {% build.declaration %}
  | names %IN reals                                {% build.declaration %}
  | declaration %NAME                              {% build.fact %}
names -> %NAME                                     {% build.firstName %}
  | names %COMMA %NAME                             {% build.nextName %}
kind -> %KIND                                      {% build.kind %}
  | %KIND %LP list %RP                             {% build.kindOf %}
reals -> %REALS                                    {% build.reals %}
  | %REALS %CARET %NAME                            {% build.realsOfOne %}
  | %REALS %CARET %NUM                             {% build.realsOfOne %}
  | %REALS %CARET %LC sizes %RC                    {% build.realsOf %}
  | %REALS %CARET %LP sizes %RP                    {% build.realsOf %}
sizes -> sum                                       {% build.firstItem %}
  | sum %TIMES sum                                 {% build.twoSizes %}

# Expressions, loosest first.
sum -> term                                        {% id %}
  | sum %PLUS term                                 {% build.nextTerm %}
  | sum %MINUS term                                {% build.nextTerm %}
term -> elementwise                                {% id %}
  | signs elementwise                              {% build.signed %}
signs -> %MINUS                                    {% build.firstSign %}
  | %PLUS                                          {% build.firstSign %}
  | signs %MINUS                                   {% build.nextSign %}
  | signs %PLUS                                    {% build.nextSign %}
elementwise -> product                             {% id %}
  | elementwise %EW product                        {% build.nextElementwise %}
  | elementwise %EW signs product                  {% build.nextElementwiseSigned %}
product -> factor                                  {% id %}
  | product factor                                 {% build.nextFactor %}
  | product %MUL factor                            {% build.nextProduct %}
  | product %DIV factor                            {% build.nextProduct %}
  | product %MUL signs factor                      {% build.nextProductSigned %}
  | product %DIV signs factor                      {% build.nextProductSigned %}

# \log \det X, \nabla_x s, ∂/∂u (uᵀ h): operators that take the next factor.
factor -> postfixed                                {% id %}
  | operators postfixed                            {% build.operated %}
operators -> operator                              {% build.firstOperator %}
  | operators operator                             {% build.nextOperator %}
operator -> %OP                                    {% build.bareCall %}
  | %NABLA %NAME                                   {% build.gradientOperator %}
  | %NABLA2 %NAME                                  {% build.hessianOperator %}
  | %D %DIV variable                               {% build.operator %}
  | %D2 %DIV variables                             {% build.operator %}
  | %DFRAC %LC %D %RC %LC variable %RC             {% build.fractionOperator %}
  | %DFRAC %LC %D2 %RC %LC variables %RC           {% build.fractionOperator %}

postfixed -> primary                               {% id %}
  | postfixed postfix                              {% build.nextPostfix %}
postfix -> %PRIME                                  {% build.prime %}
  | %CARET exponent                                {% build.power %}
  | %DOTCARET exponent                             {% build.power %}
exponent -> exponentAtom                           {% id %}
  | %MINUS exponentAtom                            {% build.negativeExponent %}
  | %PLUS exponentAtom                             {% build.positiveExponent %}
exponentAtom -> %NUM                               {% build.number %}
  | %NAME                                          {% build.name %}
  | group                                          {% id %}
  | fraction                                       {% id %}

primary -> %NUM                                    {% build.number %}
  | %NAME                                          {% build.name %}
  | group                                          {% id %}
  | fraction                                       {% id %}
  | call                                           {% id %}
  | %LB rows %RB                                   {% build.blocks %}
  | bars                                           {% id %}
  | %SQRT %LC sum %RC                              {% build.root %}
  | derivative                                     {% id %}
group -> %LP sum %RP                               {% build.group %}
  | %LC sum %RC                                    {% build.group %}
fraction -> %FRAC %LC sum %RC %LC sum %RC          {% build.fraction %}
call -> %CALL %LP list %RP                         {% build.call %}
list -> sum                                        {% build.firstItem %}
  | list %COMMA sum                                {% build.nextItem %}
rows -> list                                       {% build.firstRow %}
  | rows %SEMI list                                {% build.nextRow %}
bars -> %AO sum %AC                                {% build.bars %}
  | %NO sum %NC                                    {% build.bars %}
  | %AO sum %AC %SUB                               {% build.bars %}
  | %NO sum %NC %SUB                               {% build.bars %}

# ∂s/∂W, ∂²s/∂x∂y, \frac{\partial s}{\partial W}: below the line are names, above it what has an end of its own.
derivative -> %D numerator %DIV variable           {% build.derivative %}
  | %D2 numerator %DIV variables                   {% build.derivative %}
  | %DFRAC %LC %D elementwise %RC %LC variable %RC {% build.derivativeFraction %}
  | %DFRAC %LC %D2 elementwise %RC %LC variables %RC {% build.derivativeFraction %}
numerator -> above                                 {% id %}
  | numerator postfix                              {% build.nextPostfix %}
above -> %NAME                                     {% build.name %}
  | group                                          {% id %}
  | call                                           {% id %}
  | bars                                           {% id %}
  | %LB rows %RB                                   {% build.blocks %}
variable -> %DV %NAME                              {% build.oneVariable %}
variables -> %DV %NAME %SQUARED                    {% build.squaredVariable %}
  | %DV %NAME %DV %NAME                            {% build.twoVariables %}
