function agree = self_test(in)
% Compares each derivative with differences of its value. Prints a line for each; true where all agree.
    if nargin == 0
        in = sample();
    end
    agree = false;
    if isempty(in)
        disp('not checked: there are no numbers to check at, call self_test(in)');
        return;
    end
    found = derivatives(in);
    at = with_names(in);
    agree = true;
    for check = checks()
        agree = one_check(check{1}, found, at) && agree;
    end
end

function good = one_check(check, found, at)
    [key, f, of, variables, along] = deal(check{:});
    value = @(where) vec_of(f, where, of);
    derivative = found(key);
    derivative = derivative(:);
    count = numel(value(at));
    first = variables{1};
    steps = directions(at.(first{1}), first{2});
    worst = 0;
    for k = 1:numel(steps)
        others = {[]};
        second = {};
        if numel(variables) > 1
            second = variables{2};
            if isempty(along)
                others = directions(at.(second{1}), second{2});
            else
                others = {reshape(vec_of(f, at, along), size(at.(second{1})))};
            end
        end
        for l = 1:numel(others)
            step = steps{k};
            other = others{l};
            if isempty(second)
                expected = slope(@(t) value(moved(at, first{1}, step, t)), [1e-2, 1e-3, 1e-4]);
                got = reshape(derivative, count, []) * step(:);
            else
                inner = @(from) slope(@(t) value(moved(from, first{1}, step, t)), [4e-3, 2e-3]);
                expected = slope(@(s) inner(moved(at, second{1}, other, s)), [4e-3, 2e-3]);
                if isempty(along)
                    left = reshape(derivative, [], numel(other)) * other(:);
                else
                    left = derivative;
                end
                got = reshape(left, count, []) * step(:);
            end
            worst = max([worst; abs(got - expected)]);
        end
    end
    scale = max([1; abs(derivative)]);
    tolerance = 1e-6;
    if numel(variables) > 1
        tolerance = 1e-4;
    end
    good = worst / scale <= tolerance;
    if good
        fprintf('ok     %s  %.1e\n', key, worst / scale);
    else
        fprintf('WRONG  %s  %.1e\n', key, worst / scale);
    end
end

function v = vec_of(f, where, of)
    out = f(where);
    v = out(of);
    v = v(:);
end

function at = moved(at, name, step, t)
    at.(name) = at.(name) + t * step;
end

function steps = directions(X, held)
% Changes of a matrix: of each entry, or of those that belong together.
    steps = cell(1, numel(X));
    for k = 1:numel(X)
        step = zeros(size(X));
        step(k) = 1;
        if strcmp(held, 'symmetric')
            step = (step + step.') / 2;
        elseif strcmp(held, 'diagonal')
            step = step .* eye(size(X));
        end
        steps{k} = step;
    end
end

function d = slope(f, steps)
% The slope at 0 by differences of fourth order, at the step at which two of them agree best.
    least = Inf;
    for k = 1:numel(steps)
        h = steps(k);
        now = (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
        if k > 1 && max(abs(now - before)) < least
            least = max(abs(now - before));
            d = now;
        end
        before = now;
    end
end
