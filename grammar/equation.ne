# One statement of the equation language, over the tokens of src/parse/lex/tokens.ts.
#
# Both spellings give the same tokens, and the filter of src/parse/statement/ has settled what depends on its surroundings:
# CALL or NAME, the ∂ of a numerator (D) or of a variable (DV), the direction of bars. So every statement has one parse.
# What the rules need not tell apart is one kind of token (+ and - are SIGN), for every rule costs at every operand.
# Lists recurse to the left, so that they grow in place: see src/parse/grammar/build.ts, whose actions stand behind the rules.
# scripts/automaton.mjs makes an LALR(1) automaton of these rules, and refuses a rule that is empty or gives a conflict.
@{%
import * as build from "../build.js";
%}

statement -> sum                                   {% build.expressionStatement %}
  | equation                                       {% id %}
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
  | %KIND %LP list %RP                             {% build.kindWithSizes %}
reals -> %REALS                                    {% build.kind %}
  | %REALS %POWER %NAME                            {% build.realsOfName %}
  | %REALS %POWER %NUM                             {% build.realsOfNumber %}
  | %REALS %POWER %LC sizes %RC                    {% build.realsOfSizes %}
  | %REALS %POWER %LP sizes %RP                    {% build.realsOfSizes %}
sizes -> sum                                       {% build.firstItem %}
  | sum %TIMES sum                                 {% build.twoSizes %}

# Expressions, loosest first.
sum -> term                                        {% id %}
  | sum %SIGN term                                 {% build.nextTerm %}
term -> whole                                      {% id %}
  | signs whole                                    {% build.signedTerm %}
signs -> %SIGN                                     {% build.firstSign %}
  | signs %SIGN                                    {% build.nextSign %}
elementwise -> product                             {% build.product %}
  | elementwise %EW product                        {% build.nextElementwise %}
  | elementwise %EW signs product                  {% build.nextSignedElementwise %}
product -> factor                                  {% id %}
  | product factor                                 {% build.nextFactor %}
  | product %MUL factor                            {% build.nextProduct %}
  | product %MUL signs factor                      {% build.nextSignedProduct %}

# Σ_i takes everything to the end of its term, so it is the last factor of what stands before it.
whole -> elementwise                               {% id %}
  | reduced                                        {% id %}
  | elementwise %EW reduced                        {% build.nextElementwise %}
  | elementwise %EW signs reduced                  {% build.nextSignedElementwise %}
reduced -> reduction                               {% id %}
  | product reduction                              {% build.lastFactor %}
  | product %MUL reduction                         {% build.lastProduct %}
  | product %MUL signs reduction                   {% build.lastSignedProduct %}
reduction -> %BIND whole                           {% build.reduction %}
  | %BIND signs whole                              {% build.signedReduction %}
  | operators %BIND whole                          {% build.operatedReduction %}
  | operators %BIND signs whole                    {% build.operatedSignedReduction %}

# \log \det X, \nabla_x s, ∂/∂u (uᵀ h): operators that take the next factor.
factor -> postfixed                                {% id %}
  | operators postfixed                            {% build.operated %}
operators -> operator                              {% build.firstOperator %}
  | operators operator                             {% build.nextOperator %}
operator -> %OP                                    {% build.bareCall %}
  | %NABLA %NAME                                   {% build.gradientOperator %}
  | %D %MUL variables                              {% build.derivativeOperator %}
  | %DFRAC %LC %D %RC %LC variables %RC            {% build.fractionOperator %}

postfixed -> primary                               {% id %}
  | postfixed postfix                              {% build.nextPostfix %}
postfix -> %PRIME                                  {% build.prime %}
  | %ENTRY                                         {% build.entry %}
  | %POWER exponent                                {% build.power %}
exponent -> exponentAtom                           {% id %}
  | %SIGN exponentAtom                             {% build.signedExponent %}
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
  | %BINDCALL %LP sum %RP                          {% build.reductionCall %}
  | %COND relations %RB                            {% build.condition %}
  | %CASES branches %RB                            {% build.cases %}
  | %CHOICE relations %COMMA sum %COMMA sum %RB    {% build.choice %}
branches -> branch                                 {% build.firstItem %}
  | branches %SEMI branch                          {% build.nextItem %}
branch -> sum                                      {% build.otherwise %}
  | sum %COMMA                                     {% build.otherwise %}
  | sum %COMMA relations                           {% build.branch %}
relations -> sum %REL sum                          {% build.firstRelation %}
  | relations %REL sum                             {% build.nextRelation %}
  | relations %COMMA sum %REL sum                  {% build.otherRelation %}
group -> %LP sum %RP                               {% build.group %}
  | %LC sum %RC                                    {% build.group %}
fraction -> %FRAC %LC sum %RC %LC sum %RC          {% build.fraction %}
call -> %CALL %LP list %RP                         {% build.call %}
  | %GRADIENT %CALL %LP list %RP                   {% build.gradientCall %}
list -> sum                                        {% build.firstItem %}
  | list %COMMA sum                                {% build.nextItem %}
rows -> list                                       {% build.firstRow %}
  | rows %SEMI list                                {% build.nextRow %}
bars -> %OPEN sum %CLOSE                           {% build.bars %}
  | %OPEN sum %CLOSE %SUB                          {% build.norm %}

# ∂s/∂W, ∂²s/∂x∂y, \frac{\partial s}{\partial W}: below the line are names, above it what has an end of its own.
derivative -> %D numerator %MUL variables          {% build.derivative %}
  | %DFRAC %LC %D whole %RC %LC variables %RC      {% build.derivativeFraction %}
numerator -> above                                 {% id %}
  | numerator postfix                              {% build.nextPostfix %}
above -> %NAME                                     {% build.name %}
  | group                                          {% id %}
  | call                                           {% id %}
  | bars                                           {% id %}
  | %LB rows %RB                                   {% build.blocks %}
variables -> %DV %NAME                             {% build.oneVariable %}
  | %DV %NAME %SQUARED                             {% build.squaredVariable %}
  | %DV %NAME %DV %NAME                            {% build.twoVariables %}
