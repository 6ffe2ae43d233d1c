module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // This package is never built: its folder is where its sources are.
  rules: { 'no-restricted-syntax': 'off' },
  overrides: [
    {
      // The bench measures the product from inside: what it looks at is no public interface.
      files: ['src/bench/**'],
      rules: {
        '@backstage/no-forbidden-package-imports': 'off',
        '@backstage/no-mixed-plugin-imports': 'off',
      },
    },
  ],
});
