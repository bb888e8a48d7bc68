/** Catches what a workspace throws while drawing, keeps the shell, and offers to go on. Loses no data: none lives here. */
import { Button } from '@blueprintjs/core';
import { Component, type ReactNode } from 'react';
import { FormattedMessage } from 'react-intl';

interface Props {
  children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { message: string | null }> {
  override state = { message: null as string | null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <section className="start-card" role="alert">
        <h1>
          <FormattedMessage id="app.workspaceFailed" />
        </h1>
        <p>
          <FormattedMessage id="app.workspaceFailed.text" />
        </p>
        <div className="start-actions">
          <Button intent="primary" onClick={() => this.setState({ message: null })}>
            <FormattedMessage id="start.retry" />
          </Button>
        </div>
        <details>
          <summary>
            <FormattedMessage id="start.details" />
          </summary>
          <code>{this.state.message}</code>
        </details>
      </section>
    );
  }
}
