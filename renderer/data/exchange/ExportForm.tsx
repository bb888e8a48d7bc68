/** Which tables go out, as which format, with or without the columns of persons. */
import { Button, Checkbox, HTMLSelect, Radio, RadioGroup } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { PURPOSES, type Purpose } from '../../../shared/access/break-glass.ts';
import {
  EXCHANGE_ENDING,
  EXCHANGE_FORMATS,
  type ExchangeFormat,
} from '../../../shared/model/exchange-files.ts';
import { exchangeLayer } from '../../../shared/model/exchange-layout.ts';
import { TABLE_NAMES, type TableName } from '../../../shared/model/tables.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { useScope } from '../../app/access/seat.ts';
import { useCount } from '../../app/count.tsx';
import { fileStem } from '../../app/file-name.ts';
import { saveFile } from '../../app/save-file.ts';
import type { CommunityStatus } from '../../worker/engine-api.ts';
import { useEngine } from '../../worker/engine-context.tsx';
import { useExchange } from './store.ts';

export function ExportForm({ community }: { community: CommunityStatus }) {
  const { formatMessage } = useIntl();
  const count = useCount();
  const engine = useEngine();
  const scope = useScope('data.export');
  const { state, run } = useExchange();
  const [format, setFormat] = useState<ExchangeFormat>('gpkg');
  const [left, setLeft] = useState<readonly TableName[]>([]);
  const [personal, setPersonal] = useState(false);
  const [purpose, setPurpose] = useState<Purpose>('handOver');
  const there = TABLE_NAMES.filter((name) => (community.rows[name] ?? 0) > 0);
  const tables = there.filter((name) => !left.includes(name));
  const withheld = community.personal === 'withheld';
  const start = () =>
    run('export', async () => {
      const records = tables.reduce((sum, name) => sum + (community.rows[name] ?? 0), 0);
      const fields = personal && !withheld ? personalFields(tables) : 0;
      await noteExport({
        count: records,
        format,
        table: 'community',
        personal: fields,
        purpose: fields > 0 ? purpose : null,
      });
      const file = await engine.exportCommunity({ format, tables, personal: personal && !withheld });
      saveFile(file, `${fileStem(community)}.${EXCHANGE_ENDING[format]}`);
      return { bytes: file.size };
    });
  if (scope !== 'all') return <p className="data-note">{formatMessage({ id: 'exchange.noRight' })}</p>;
  return (
    <form
      className="exchange-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <RadioGroup
        inline
        label={formatMessage({ id: 'exchange.format' })}
        selectedValue={format}
        onChange={(event) => setFormat(event.currentTarget.value as ExchangeFormat)}
      >
        {EXCHANGE_FORMATS.map((each) => (
          <Radio key={each} value={each} label={formatMessage({ id: `exchange.format.${each}` })} />
        ))}
      </RadioGroup>
      <fieldset className="exchange-tables">
        <legend>{formatMessage({ id: 'exchange.tables' })}</legend>
        {there.map((name) => (
          <Checkbox
            key={name}
            checked={!left.includes(name)}
            onChange={() =>
              setLeft(left.includes(name) ? left.filter((each) => each !== name) : [...left, name])
            }
          >
            {formatMessage({ id: `table.${name}` })}
            <span className="exchange-count">{count(community.rows[name] ?? 0)}</span>
          </Checkbox>
        ))}
      </fieldset>
      <Checkbox
        checked={personal && !withheld}
        disabled={withheld}
        label={formatMessage({ id: withheld ? 'exchange.personal.withheld' : 'exchange.personal' })}
        onChange={() => setPersonal(!personal)}
      />
      {personal && !withheld && (
        <label className="exchange-purpose">
          <span>{formatMessage({ id: 'exchange.purpose' })}</span>
          <HTMLSelect value={purpose} onChange={(event) => setPurpose(event.target.value as Purpose)}>
            {PURPOSES.map((each) => (
              <option key={each} value={each}>
                {formatMessage({ id: `access.purpose.${each}` })}
              </option>
            ))}
          </HTMLSelect>
        </label>
      )}
      <Button
        type="submit"
        intent="primary"
        text={formatMessage({ id: 'exchange.export.go' })}
        disabled={state.name === 'running' || tables.length === 0}
      />
    </form>
  );
}

/** How many columns of persons go out. */
function personalFields(tables: readonly TableName[]): number {
  return tables.reduce(
    (sum, name) => sum + exchangeLayer(name).fields.filter((field) => field.personal).length,
    0,
  );
}
