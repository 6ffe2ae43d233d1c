import { readFileSync } from 'node:fs';
import path from 'node:path';
import { azureContract } from './azureContract';
import { fluxcdContract } from './contract';
import type { Route } from './route';

const page = path.resolve(__dirname, '../../../../docs/http-api.md');

describe('docs/http-api.md', () => {
  it('lists the routes of the contract, as they are', () => {
    const rows = readFileSync(page, 'utf8').match(/^\| `\w+`: .*$/gm) ?? [];
    expect(rows.map(row => row.split('|').map(cell => cell.trim()))).toEqual(
      Object.entries<Route>({ ...fluxcdContract, ...azureContract }).map(
        ([name, route]) => [
          '',
          `\`${name}\`: ${route.summary}`,
          `\`${route.method.toUpperCase()} ${route.path}\``,
          [
            `\`${route.permission.name}\``,
            ...(route.permissionByType ? ['one [by type](#operations)'] : []),
          ].join(', '),
          String(route.status),
          '',
        ],
      ),
    );
  });
});
