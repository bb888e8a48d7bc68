/** SQLite in memory: values both ways, instances apart from each other, and what a file of strangers may not do. */
import { expect, test } from 'vitest';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import { createSqlite, openSqlite } from '../../../../shared/formats/sqlite.ts';
import { database, loadWasm } from './sqlite-support.ts';

const open = (bytes: Uint8Array) => openSqlite(memoryFile('a.db', bytes), loadWasm);

test('values come back as they went in', async () => {
  const values = [
    '',
    '邻里 🏘 "\'',
    'x'.repeat(100_000),
    0,
    -1.5,
    2 ** 53 - 1,
    -(2n ** 62n),
    null,
    new Uint8Array([0, 255]),
  ];
  const bytes = await database('CREATE TABLE t (v)', [
    ['INSERT INTO t VALUES (?)', values.map((value) => [value])],
  ]);
  const db = await open(bytes);
  expect([...db.rows('SELECT v FROM t ORDER BY rowid')].map(([value]) => value)).toEqual(values);
  expect(db.first('SELECT count(*) FROM t WHERE v = ?', ['邻里 🏘 "\''])).toEqual([1]);
  expect(db.first('SELECT v FROM t WHERE v = ?', ['nobody'])).toBeNull();
  db.close();
});

test('numbers that are none become NULL', async () => {
  const bytes = await database('CREATE TABLE t (v)', [
    ['INSERT INTO t VALUES (?)', [[Number.NaN], [Infinity]]],
  ]);
  const db = await open(bytes);
  expect([...db.rows('SELECT v FROM t')]).toEqual([[null], [null]]);
  db.close();
});

test('several at once, each by itself', async () => {
  const made = await Promise.all(
    [1, 2, 3].map((n) => database(`CREATE TABLE t (v); INSERT INTO t VALUES (${n})`)),
  );
  const opened = await Promise.all(made.map(open));
  opened[0].close();
  expect(opened.slice(1).map((db) => db.first('SELECT v FROM t'))).toEqual([[2], [3]]);
  expect(() => opened[0].first('SELECT v FROM t')).toThrow('damaged');
  for (const db of opened) db.close();
});

test('reading can stop early and go on elsewhere', async () => {
  const db = await open(await database('CREATE TABLE t (v); INSERT INTO t VALUES (1), (2), (3)'));
  for (const [value] of db.rows('SELECT v FROM t')) {
    expect(value).toBe(1);
    break;
  }
  const outer: unknown[] = [];
  for (const [a] of db.rows('SELECT v FROM t'))
    for (const [b] of db.rows('SELECT v FROM t WHERE v > ?', [a])) outer.push([a, b]);
  expect(outer).toEqual([
    [1, 2],
    [1, 3],
    [2, 3],
  ]);
  db.close();
});

test('a file of strangers is only read', async () => {
  const db = await open(
    await database(
      'CREATE TABLE t (v); CREATE TABLE log (v); CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); END',
    ),
  );
  for (const sql of [
    'INSERT INTO t VALUES (1)',
    'DROP TABLE t',
    'PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 1',
    "ATTACH 'other.db' AS other",
    'CREATE TEMP TABLE q AS SELECT 1; INSERT INTO t SELECT * FROM q',
  ])
    expect(() => db.run(sql)).toThrow(expect.objectContaining({ name: 'FormatError' }));
  expect(db.first('SELECT count(*) FROM log')).toEqual([0]);
  db.close();
});

test('work without end is stopped', async () => {
  const db = await open(await database('CREATE TABLE t (v)'));
  const endless = 'WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) SELECT count(*) FROM x';
  expect(() => db.first(endless)).toThrow(
    expect.objectContaining({ code: 'too-large', params: { what: 'query' } }),
  );
  expect(() => db.first('SELECT zeroblob(1000000000)')).toThrow(
    expect.objectContaining({ code: 'too-large' }),
  );
  expect(db.first('SELECT 1')).toEqual([1]);
  db.close();
});

test('a loader that failed is asked again', async () => {
  let asked = 0;
  const loader = async () => {
    asked++;
    if (asked === 1) throw new Error('offline');
    return loadWasm();
  };
  await expect(createSqlite(loader)).rejects.toThrow('offline');
  const db = await createSqlite(loader);
  expect(db.first('SELECT 1')).toEqual([1]);
  db.close();
  (await createSqlite(loader)).close();
  expect(asked).toBe(2);
});

test('a stream that ends early is a cut file', async () => {
  const bytes = await database('CREATE TABLE t (v)');
  const file = { ...memoryFile('a.db', bytes.slice(0, 5000)), size: bytes.length };
  await expect(openSqlite(file, loadWasm)).rejects.toMatchObject({ code: 'truncated' });
});
