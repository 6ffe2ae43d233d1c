import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { DemoNotice } from './DemoNotice';

/** Guest sign-in, below the notice that every page has. The app's wrappers do not reach this page. */
export function DemoSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  return (
    <DemoNotice>
      <SignInPage
        {...props}
        title={config.getOptionalString('app.title')}
        align="center"
        providers={['guest']}
      />
    </DemoNotice>
  );
}
