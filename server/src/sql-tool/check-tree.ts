import { functions, keywords, nodes, types } from './allowed.ts';

/** What a database has, as far as a check needs it. */
export interface Names {
  /** The schemas that may be read. */
  schemas: readonly string[];
  /** Columns of their tables. */
  columns: readonly string[];
  /** Functions and types of the whole database. `x.f` calls f of x where x has no column f. */
  callable: readonly string[];
  /** Functions and operators of those schemas: one may go by the name of an allowed one. */
  own: readonly string[];
}

type Fields = Record<string, unknown>;
type Check = (fields: Fields, known: Known) => string | null;
interface Known {
  schemas: ReadonlySet<string>;
  columns: ReadonlySet<string>;
  callable: ReadonlySet<string>;
  own: ReadonlySet<string>;
}

/** Why the tree of a statement is not to be run; null: it only reads what it may. */
export function checkTree(tree: unknown, names: Names): string | null {
  const statements = isFields(tree) && Array.isArray(tree['stmts']) ? tree['stmts'] : [];
  if (statements.length !== 1) return 'Give exactly one statement.';
  const [statement] = statements;
  const root: unknown = isFields(statement) ? statement['stmt'] : null;
  if (!isFields(root) || !('SelectStmt' in root)) return 'Only a SELECT can be run.';
  const known: Known = {
    schemas: new Set(names.schemas),
    columns: new Set(names.columns),
    callable: new Set(names.callable),
    own: new Set(names.own),
  };
  // A loop and not recursion: the tree is as deep as its author likes.
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (const item of value) open.push(item);
    if (!isFields(value)) continue;
    for (const [name, inner] of Object.entries(value)) {
      const refusal = checkField(name, inner, known);
      if (refusal !== null) return refusal;
      open.push(inner);
    }
  }
  return null;
}

/** Nodes stand under their kind, which has a capital; what they are made of, under a small letter. */
function checkField(name: string, inner: unknown, known: Known): string | null {
  if (name === 'intoClause') return 'SELECT INTO makes a table: it cannot be run.';
  if (name === 'lockingClause') return 'Rows cannot be locked: leave FOR UPDATE and the like out.';
  const isKind = /^[A-Z]/.test(name);
  if (isKind && !nodes.has(name)) return `This cannot be run: ${name} is not allowed.`;
  const check = checks[isKind ? name : `.${name}`];
  return check !== undefined && isFields(inner) ? check(inner, known) : null;
}

const checkType: Check = ({ names }) => {
  const parts = strings(names);
  const type = parts.at(-1) ?? '';
  const isBuiltIn = parts.length === 1 || (parts.length === 2 && parts[0] === 'pg_catalog');
  return isBuiltIn && types.has(type) ? null : `The type ${parts.join('.')} cannot be cast to.`;
};

const checkTable: Check = ({ catalogname, schemaname, relname }, { schemas }) => {
  const table = String(relname);
  // An unqualified name of the catalog is found before any of the allowed schemas'.
  const isSystem = /^pg_/i.test(table);
  const isElsewhere = schemaname !== undefined && !schemas.has(String(schemaname));
  if (catalogname === undefined && !isSystem && !isElsewhere) return null;
  const schema = schemaname === undefined ? '' : `${String(schemaname)}.`;
  return `The table ${schema}${table} cannot be read. Tables are in: ${[...schemas].join(', ')}.`;
};

const checkFunction: Check = ({ funcname }, { own }) => {
  const parts = strings(funcname);
  const name = parts.at(-1) ?? '';
  const isBuiltIn = parts.length === 1 ? !own.has(name) : parts.length === 2 && parts[0] === 'pg_catalog';
  return isBuiltIn && functions.has(name) ? null : `The function ${parts.join('.')} cannot be called.`;
};

/** A field of something may be a function of it, in other words. */
function checkMember(parts: readonly string[], { columns, callable }: Known): string | null {
  const called = parts.find(
    (part) => callable.has(part) && !columns.has(part) && !functions.has(part) && !types.has(part),
  );
  return called === undefined ? null : `${called} is a function or type here: give the column another name.`;
}

/** Only the built-in operators: others call what they like. */
const checkOperator = (name: unknown, { own }: Known): string | null => {
  const parts = strings(name);
  const isBuiltIn = parts.length < 2 ? !own.has(parts[0] ?? '') : parts[0] === 'pg_catalog';
  return isBuiltIn ? null : `The operator ${parts.join('.')} cannot be used.`;
};

const checks: Record<string, Check> = {
  RangeVar: checkTable,
  FuncCall: checkFunction,
  TypeName: checkType,
  '.typeName': checkType,
  // The last of several names; of `a.b.*` that is none.
  ColumnRef: ({ fields }, known) =>
    checkMember(Array.isArray(fields) && fields.length > 1 ? strings(fields.slice(-1)) : [], known),
  A_Indirection: ({ indirection }, known) => checkMember(strings(indirection), known),
  A_Expr: ({ name }, known) => checkOperator(name, known),
  SubLink: ({ operName }, known) => checkOperator(operName, known),
  SortBy: ({ useOp }, known) => checkOperator(useOp, known),
  SQLValueFunction: ({ op }) => (keywords.has(String(op)) ? null : 'Who asks cannot be asked for.'),
};

/** The names in a list of String nodes. */
function strings(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const inner = isFields(item) ? item['String'] : null;
    return isFields(inner) ? [String(inner['sval'] ?? '')] : [];
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
