import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The address of another database on the same server. */
export function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Copies a database. Answers the copy's address, and how to drop it. */
export async function copyDatabase(template: {
  name: string;
  url: string;
}): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `parlance_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(template.url, `CREATE DATABASE ${name} TEMPLATE ${template.name}`);
  return {
    url: urlOf(template.url, name),
    drop: () => onServer(template.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
