/** What is wrong with a field or a record, one line each. */
import { type EditProblem, problemMessage } from '../../shared/edits/edit-problem.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { useWording } from './wording.ts';

export function FieldProblems({ problems, id }: { problems: readonly EditProblem[]; id?: string }) {
  const { t, table } = useWording();
  if (problems.length === 0) return null;
  return (
    <ul id={id} className="edit-problems">
      {problems.map(({ code, severity, values }) => (
        <li key={code} data-severity={severity}>
          {t(problemMessage(code), {
            ...values,
            ...(values?.['table'] ? { table: table(values['table'] as TableName) } : {}),
          })}
        </li>
      ))}
    </ul>
  );
}
