/** Where what is known of a person comes from, and of which day: small print under the fields. Owns its looks only. */
import { BY_HAND, BY_LINK, BY_REPAIR, OF_SAMPLE, readSources } from '../../shared/model/field-sources.ts';
import { PersonalMark } from './PersonalMark.tsx';
import { useWording } from './wording.ts';

const OWN_NAMES: Record<string, string> = {
  [BY_HAND]: 'twin.sources.hand',
  [BY_REPAIR]: 'twin.sources.repair',
  [BY_LINK]: 'twin.sources.link',
  [OF_SAMPLE]: 'twin.sources.sample',
};

export function FieldSources({ text }: { text: string }) {
  const { t, column } = useWording();
  const { rest, of } = readSources(text);
  if (rest === '' && Object.keys(of).length === 0) return null;
  const shown = (stamp: string) => {
    const [name, ...day] = stamp.split(' ');
    return Object.hasOwn(OWN_NAMES, name) ? [t(OWN_NAMES[name]), ...day].join(' ') : stamp;
  };
  const label = (field: string) => column('residents', field === 'birth' ? 'birthYear' : field);
  return (
    <p className="twin-hint">
      {column('residents', 'sources')}
      <PersonalMark />
      {rest !== '' && ` ${shown(rest)}`}
      {Object.entries(of).map(([field, stamp]) => (
        <span key={field}>{` · ${label(field)}: ${shown(stamp)}`}</span>
      ))}
    </p>
  );
}
