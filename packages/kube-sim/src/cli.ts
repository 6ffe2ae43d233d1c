export {};

const [name = '', ...args] = process.argv.slice(2);
const COMMANDS = ['start', 'serve', 'push', 'conformance'];

async function main(): Promise<void> {
  if (!COMMANDS.includes(name)) {
    throw new Error(`usage: cli (${COMMANDS.join(' | ')}) [OPTION...]`);
  }
  // Not `import()`: the transform leaves that to Node, which sees no named exports in what it makes.
  const command: {
    run(list: string[]): Promise<void>;
  } = require(`./commands/${name}`);
  await command.run(args);
}

main().catch(error => {
  process.stderr.write(`${error?.stack ?? error}\n`);
  process.exitCode = 1;
  // An open IPC channel would keep the process.
  process.disconnect?.();
});
