import type { PrismaClient } from '../generated/client.ts';
import { demoBots } from './bots.ts';
import { demoUser } from './user.ts';

export { demoBots } from './bots.ts';
export { demoUser } from './user.ts';

/** Writes the demo user and two bots. Doing it again changes nothing. */
export async function seed(prisma: PrismaClient, passwordHash: string): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('parlance.system', 'on', true)`;
    await tx.user.createMany({ data: { ...withoutPassword, passwordHash }, skipDuplicates: true });
    await tx.bot.createMany({ data: demoBots, skipDuplicates: true });
  });
}

const { password: _, ...withoutPassword } = demoUser;
