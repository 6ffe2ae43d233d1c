module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  // This package is never built: its folder is where its sources are.
  rules: { 'no-restricted-syntax': 'off' },
});
