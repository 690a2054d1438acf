import { demoBots, demoUser, seed } from '@parlance/prisma/seed';
import { readConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { openDatabase } from './data/open-database.ts';
import { createPasswords } from './identity/passwords.ts';

const database = await openDatabase(readConfig(readEnv()), () => {});
try {
  const passwords = await createPasswords();
  await seed(database.prisma, await passwords.hash(demoUser.password));
} finally {
  await database.close();
}
process.stdout.write(
  [
    `Demo user  ${demoUser.email}, password ${demoUser.password}`,
    ...demoBots.map((bot) => `Bot        ${bot.name}, id ${bot.id}`),
    '',
  ].join('\n'),
);
