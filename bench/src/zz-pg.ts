import { startModel, startParlance } from './processes/servers.ts';
import { Cluster } from './sql/cluster.ts';
import { prepareParlance } from './users.ts';
import { Load } from './load/load.ts';
import { writeFileSync } from 'node:fs';
import { execSync } from 'node:child_process';
await using cluster = await Cluster.connect(process.env['TEST_DATABASE_URL'] ?? '');
await using db = await cluster.createDatabase('p');
await using model = await startModel('/tmp/prof');
{ using load = new Load();
await using server = await startParlance({ folder: '/tmp/prof', databaseUrl: db.url, modelUrl: model.url });
const talks = await prepareParlance(server.url, 32);
await load.run({ url: server.url, door: 'api', lanes: talks.map((t) => [t]), limit: { ms: 60000, turnsPerLane: 60 } });
}
const port = new URL(db.url).port; const name = new URL(db.url).pathname.slice(1);
const place = execSync(`ls -d /tmp/parlance-postgres.*/.s.PGSQL.${port}`).toString().trim().replace(/\/[^/]*$/, '');
console.log(execSync(`psql -X -h ${place} -p ${port} -U postgres -d ${name} -f /tmp/prof/pg.sql 2>&1`, { maxBuffer: 1e8 }).toString());
