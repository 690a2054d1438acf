import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createEgress, type EgressOptions } from '../../server/src/egress/create-egress.ts';
import type { Egress } from '../../server/src/ports/egress.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function egressWith(options: Partial<EgressOptions> = {}): Egress {
  const egress = createEgress({ allow: [], ...options });
  open.push(() => egress.close());
  return egress;
}

/** A server on this machine that counts who connects to it. */
async function listener(host: string, port = 0, answer: (server: Server) => void = () => {}) {
  let connections = 0;
  const server = createServer((_, res) => res.end('reached'));
  answer(server);
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(port, host);
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const refusedUrls = {
  'not https': ['http://example.com/mcp', 'ftp://example.com', 'file:///etc/passwd', 'javascript:alert(1)'],
  'no URL': ['', 'example.com', 'https://', 'https://exa mple.com'],
  'a user name': ['https://user@example.com/', 'https://user:pass@example.com/', 'https://:p@example.com/'],
  loopback: ['https://127.0.0.1/', 'https://127.8.9.10/', 'https://[::1]/', 'https://localhost/'],
  'local names': [
    ...['https://LOCALHOST/', 'https://a.localhost/', 'https://printer.local/', 'https://router.home.arpa/'],
    ...['https://metadata.google.internal/', 'https://intranet/', 'https://db:5432/'],
  ],
  'a trailing dot': ['https://localhost./', 'https://example.com./', 'https://127.0.0.1./'],
  decimal: ['https://2130706433/', 'https://3232235521/', 'https://2852039166/', 'https://0/'],
  'octal and hex': ['https://0177.0.0.1/', 'https://0x7f.1/', 'https://0x7f000001/', 'https://017700000001/'],
  'short forms': ['https://127.1/', 'https://10.1/', 'https://0.0.0.0/', 'https://0x0/'],
  'other scripts': [
    'https://１２７.０.０.１/',
    'https://127。0。0。1/',
    'https://%31%32%37.0.0.1/',
    'https://ⓛocalhost/',
  ],
  private: ['https://10.0.0.1/', 'https://172.16.0.1/', 'https://172.31.255.255/', 'https://192.168.1.1/'],
  'link-local and metadata': [
    'https://169.254.169.254/latest/meta-data',
    'https://[fe80::1]/',
    'https://169.254.1.1/',
  ],
  'carrier-grade NAT': ['https://100.64.0.1/', 'https://100.100.100.200/', 'https://100.127.255.255/'],
  'unique local': ['https://[fc00::1]/', 'https://[fd00:ec2::254]/', 'https://[fec0::1]/'],
  'an address in an address': [
    ...['https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[::127.0.0.1]/', 'https://[::]/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://[64:ff9b:1::a00:1]/', 'https://[2002:7f00:1::]/'],
    ...['https://[2001:0:7f00:1::]/', 'https://[::ffff:0:127.0.0.1]/', 'https://[0:0:0:0:0:ffff:a9fe:a9fe]/'],
  ],
  'multicast, broadcast and reserved': [
    ...['https://224.0.0.1/', 'https://239.255.255.250/', 'https://255.255.255.255/', 'https://240.0.0.1/'],
    ...['https://192.0.2.1/', 'https://198.51.100.1/', 'https://203.0.113.1/', 'https://198.18.0.1/'],
    ...[
      'https://192.0.0.1/',
      'https://[ff02::1]/',
      'https://[2001:db8::1]/',
      'https://[3fff::1]/',
      'https://[100::1]/',
    ],
  ],
};

describe.each(Object.entries(refusedUrls))('C4: %s', (_, urls) => {
  test.each(urls)('%s is refused, without anybody being asked', async (url) => {
    const egress = egressWith({ resolve: () => Promise.reject(new Error('asked')) });
    const problem = await egress.problemOf(url);
    expect(problem).toMatch(/^Must /);
    await expect(egress.fetchForUser(url)).rejects.toThrow(problem ?? '');
  });
});

test('C4: addresses and names of the public internet are not', async () => {
  const urls = [
    'https://example.com/mcp',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]:8443/',
    'https://a.b.example',
  ];
  for (const url of urls) expect(await egressWith().problemOf(url)).toBeNull();
});

describe('a name', () => {
  test.each([
    [['127.0.0.1']],
    [['93.184.215.14', '127.0.0.1']],
    [['169.254.169.254']],
    [['::1']],
    [['::ffff:10.0.0.1']],
    [['2606:4700::1111', 'fd00::1']],
    [['0.0.0.0']],
    [['fe80::1%eth0']],
    [[]],
    [['nonsense']],
  ])('C4: that leads to %j is not connected to', async (addresses) => {
    const { port, connections } = await listener('127.0.0.1');
    const egress = egressWith({ resolve: async () => addresses });
    await expect(egress.fetchForUser(`https://outside.example.com:${port}/`)).rejects.toThrow('fetch failed');
    expect(connections()).toBe(0);
  });

  test('C4: that is answered otherwise each time leads to what was checked, or nowhere', async () => {
    // Allowed by its address, it stands for the public internet; the victim is on the same port of another address.
    const decoy = await listener('127.0.0.2');
    const victim = await listener('127.0.0.1', decoy.port);
    const answers = [['127.0.0.2'], ['127.0.0.1']];
    let asked = 0;
    const egress = egressWith({
      allow: [`127.0.0.2:${decoy.port}`],
      resolve: async () => answers[asked++ % 2] ?? [],
    });
    const url = `https://rebind.example.com:${decoy.port}/`;
    // The decoy speaks no TLS: it is the connection that counts.
    await expect(egress.fetchForUser(url)).rejects.toThrow('fetch failed');
    expect([asked, decoy.connections(), victim.connections()]).toEqual([1, 1, 0]);
    for (let times = 0; times < 4; times++) await expect(egress.fetchForUser(url)).rejects.toThrow();
    expect([asked, decoy.connections(), victim.connections()]).toEqual([5, 3, 0]);
  });
});

describe('what the operator allows', () => {
  test('C4: is a host at a port, and nothing beside it', async () => {
    const { port } = await listener('127.0.0.1');
    const egress = egressWith({ allow: [`127.0.0.1:${port}`, '[::1]:8080', 'mcp.internal:443'] });
    expect(await (await egress.fetchForUser(`http://127.0.0.1:${port}/`)).text()).toBe('reached');
    for (const url of ['http://[::1]:8080/', 'https://mcp.internal/'])
      expect(await egress.problemOf(url)).toBeNull();
    const others = [
      `http://127.0.0.2:${port}/`,
      'http://127.0.0.1:1/',
      'https://mcp.internal:8443/',
      'http://mcp.internal/',
    ];
    for (const url of others) expect(await egress.problemOf(url)).not.toBeNull();
  });

  test('C4: does not redirect elsewhere', async () => {
    const victim = await listener('127.0.0.1');
    for (const status of [301, 302, 303, 307, 308]) {
      const door = await listener('127.0.0.1', 0, (server) => {
        server.removeAllListeners('request');
        server.on('request', (_, res) => {
          res.writeHead(status, { location: `http://127.0.0.1:${victim.port}/` }).end();
        });
      });
      const egress = egressWith({ allow: [`127.0.0.1:${door.port}`] });
      for (const redirect of ['follow', 'manual'] as const) {
        await expect(
          egress.fetchForUser(`http://127.0.0.1:${door.port}/`, { redirect, method: 'POST', body: 'x' }),
        ).rejects.toThrow();
      }
      await expect(egress.fetchForOperator(`http://127.0.0.1:${door.port}/`)).rejects.toThrow();
    }
    expect(victim.connections()).toBe(0);
  });

  test('C4: is read so far and no farther, compressed or not', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const { port } = await listener('127.0.0.1', 0, (server) => {
      server.removeAllListeners('request');
      server.on('request', (_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    });
    const egress = egressWith({ allow: [`127.0.0.1:${port}`] });
    for (const fetch of [egress.fetchForUser, egress.fetchForOperator]) {
      const response = await fetch(`http://127.0.0.1:${port}/`);
      await expect(response.text()).rejects.toThrow('longer than');
    }
  });
});
