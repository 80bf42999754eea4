/**
 * A function of a text that remembers its answers: a run over a thousand specs meets the same names and patterns again and again. At most
 * `most` answers are kept; then it begins anew.
 */
export function remember<T>(judge: (text: string) => T, most = 1000): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let answer = known.get(text);
    if (answer !== undefined || known.has(text)) return answer as T;
    answer = judge(text);
    if (known.size >= most) known.clear();
    known.set(text, answer);
    return answer;
  };
}
