export {};

// Not `import()`: the transform leaves that to Node, which sees no named exports in what it makes.
const command: {
  run(list: string[]): Promise<void>;
} = require('./commands/start');

command.run(process.argv.slice(2));
