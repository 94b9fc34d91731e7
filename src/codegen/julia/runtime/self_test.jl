"Changes of an array: of each entry, or of those that belong together."
function directions(x, held)
    map(1:length(x)) do k
        step = zeros(size(x))
        step[k] = 1
        held == "symmetric" ? (step + step') / 2 : held == "diagonal" ? Matrix(Diagonal(step)) : step
    end
end

"The inputs with one of them moved by t times a step."
function moved(at, name, step, t)
    there = copy(at)
    there[name] = at[name] isa Number ? at[name] + t * step[1] : at[name] .+ t .* step
    there
end

"The slope at 0 by differences of fourth order, at the step at which two of them agree best."
function slope(f, steps)
    found = [(8 .* (f(h) .- f(-h)) .- (f(2h) .- f(-2h))) ./ (12h) for h in steps]
    apart = [maximum(abs.(found[k + 1] .- found[k])) for k in 1:length(found) - 1]
    found[argmin(apart) + 1]
end

"Compares each derivative with differences of its value. Prints a line for each; true where all agree."
function self_test(inputs = sample(); tolerance = 1e-6)
    if inputs === nothing
        println("not checked: there are no numbers to check at, call self_test(inputs)")
        return false
    end
    at = with_names(inputs)
    found = derivatives(; inputs...)
    flat(value) = value isa Number ? [float(value)] : vec(collect(float.(value)))
    all_agree = true
    for (key, f, of, variables, along) in checks()
        value(there) = flat(f(; there...)[of])
        derivative = flat(found[key])
        count = length(value(at))
        name, held = variables[1]
        worst = 0.0
        for step in directions(at[name], held)
            if length(variables) == 1
                expected = slope(t -> value(moved(at, name, step, t)), (1e-2, 1e-3, 1e-4))
                got = reshape(derivative, count, :) * flat(step)
                worst = max(worst, maximum(abs.(got .- expected)))
                continue
            end
            second, constraint = variables[2]
            others = along === nothing ? directions(at[second], constraint) : [reshape(flat(f(; at...)[along]), size(at[second]))]
            for other in others
                inner(from) = slope(t -> value(moved(from, name, step, t)), (4e-3, 2e-3))
                expected = slope(s -> inner(moved(at, second, other, s)), (4e-3, 2e-3))
                left = along === nothing ? reshape(derivative, :, length(other)) * flat(other) : derivative
                got = reshape(left, count, :) * flat(step)
                worst = max(worst, maximum(abs.(got .- expected)))
            end
        end
        error_found = worst / max(1.0, maximum(abs.(derivative)))
        good = error_found <= (length(variables) == 1 ? tolerance : 100 * tolerance)
        all_agree = all_agree && good
        println(good ? "ok     " : "WRONG  ", key, "  ", round(error_found, sigdigits = 2))
    end
    all_agree
end

if abspath(PROGRAM_FILE) == @__FILE__
    exit(self_test() ? 0 : 1)
end
