/** Words that may stand between two operands of a CEL expression. */
const OPERATORS = new Set(['in']);

/**
 * The refusal of an expression in `spec.healthCheckExprs` that cannot be CEL because two names follow each other.
 * Expressions that pass are not evaluated.
 */
export function celProblem(
  checks: Array<Record<string, string>> = [],
): string | undefined {
  for (const [index, check] of checks.entries()) {
    for (const field of ['inProgress', 'failed', 'current']) {
      const expression = check[field];
      if (!expression) continue;
      // Same length, so that the column stays right.
      const bare = expression.replace(/'[^']*'|"[^"]*"/g, text =>
        '0'.repeat(text.length),
      );
      for (const match of bare.matchAll(/(\w+)(\s+)(?=([A-Za-z_]\w*))/g)) {
        const [, before, space, next] = match;
        if (OPERATORS.has(before) || OPERATORS.has(next)) continue;
        const column = match.index + before.length + space.length;
        const name = field[0].toUpperCase() + field.slice(1);
        return `failed to create custom status evaluator for healthchecks[${index}]: failed to parse the expression ${name}: failed to parse the CEL expression '${expression}': ERROR: <input>:1:${
          column + 1
        }: Syntax error: mismatched input '${next}' expecting <EOF>\n | ${expression}\n | ${'.'.repeat(
          column,
        )}^`;
      }
    }
  }
  return undefined;
}
