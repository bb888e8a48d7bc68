/** A command of one row, as a picture with its name. */
import { Button, type IconName } from '@blueprintjs/core';

interface Props {
  name: string;
  icon: IconName;
  disabled: boolean;
  onClick(): void;
}

export function RowButton({ name, icon, disabled, onClick }: Props) {
  return (
    <Button
      variant="minimal"
      icon={icon}
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
    />
  );
}
