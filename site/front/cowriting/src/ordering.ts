/** Where a block stands: the same keys as the server's `cowriting/document/ordering.py`. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const MIDDLE = "V";
const FRACTION = /^(?!.*0$)[0-9A-Za-z]{0,400}$/;

/** A key above `before` and below `after`; "" is an end of the list. */
export function between(before: string, after: string, client: number): string {
  const [low, high] = [head(before), head(after)];
  const room = valid(low) && valid(high) && (!after || low < high);
  if (!before || room) return `${middle(low, after && valid(high) ? high : null)}.${client}`;
  if (after.startsWith(before)) {
    const rest = head(after.slice(before.length));
    if (rest && valid(rest)) return `${before}${middle("", rest)}.${client}`;
    if (rest) return `${before}.${client}`;
  }
  return `${before}${MIDDLE}.${client}`;
}

function head(key: string): string {
  return key.split(".", 1)[0] ?? "";
}

function valid(fraction: string): boolean {
  return FRACTION.test(fraction);
}

/** A fraction strictly between; an empty `low` is zero, a `high` of null is one. */
function middle(low: string, high: string | null): string {
  let made = "";
  for (let place = 0; ; place++) {
    const floor = place < low.length ? DIGITS.indexOf(low.charAt(place)) : 0;
    const ceiling = !high ? DIGITS.length : place < high.length ? DIGITS.indexOf(high.charAt(place)) : 0;
    if (ceiling - floor > 1) {
      const step = place < low.length && !high ? floor + 1 : Math.floor((floor + ceiling) / 2);
      return made + DIGITS.charAt(step);
    }
    made += DIGITS.charAt(floor);
    if (ceiling - floor === 1) high = null;
  }
}
