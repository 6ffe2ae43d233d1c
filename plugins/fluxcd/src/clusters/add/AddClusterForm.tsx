import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  Alert,
  Button,
  Checkbox,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Radio,
  RadioGroup,
} from '@backstage/ui';
import type { Cluster } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { useRef } from 'react';
import { errorMessage } from '../../components/errorMessage';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';
import styles from './AddClusterForm.module.css';
import type { AddClusterFields } from './AddClusterFields';
import { ClusterFields } from './ClusterFields';
import { ConnectionTestResult } from './ConnectionTestResult';
import { isUnreachable } from './isUnreachable';
import { KubeconfigFields } from './KubeconfigFields';
import { TokenFields } from './TokenFields';
import { useAddCluster } from './useAddCluster';

/** Credentials, their test, and what the cluster is to be called. */
export function AddClusterForm(props: { onAdded: (cluster: Cluster) => void }) {
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const form = useAddCluster(props.onAdded);
  const { fields, update, result, busy } = form;
  const element = useRef<HTMLFormElement>(null);

  /** After the errors are drawn. */
  const focusFirstError = () =>
    setTimeout(() =>
      element.current
        ?.querySelector<HTMLElement>(
          '[aria-invalid="true"], [role="radiogroup"][data-invalid] input',
        )
        ?.focus(),
    );

  return (
    <form
      ref={element}
      className={styles.form}
      autoComplete="off"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        if (!busy && !form.add()) focusFirstError();
      }}
    >
      <DialogHeader>{t('clusters.add.title')}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="5">
          <RadioGroup
            label={t('clusters.add.method.label')}
            orientation="horizontal"
            value={fields.method}
            onChange={method =>
              update({ method: method as AddClusterFields['method'] })
            }
          >
            <Radio value="kubeconfig">
              {t('clusters.add.method.kubeconfig')}
            </Radio>
            <Radio value="token">{t('clusters.add.method.token')}</Radio>
          </RadioGroup>
          {fields.method === 'kubeconfig' ? (
            <KubeconfigFields form={form} />
          ) : (
            <TokenFields form={form} />
          )}
          <ClusterFields form={form} />
          <div className={styles.test}>
            <Button
              variant="secondary"
              isPending={busy === 'test'}
              isDisabled={busy === 'add'}
              onPress={() => form.test() || focusFirstError()}
            >
              {t(result ? 'clusters.add.test.again' : 'clusters.add.test.run')}
            </Button>
            <ConnectionTestResult
              running={busy !== undefined && !result}
              result={result}
              error={form.testError}
            />
            {result && isUnreachable(result) && (
              <Checkbox
                isSelected={form.allowFailed}
                onChange={form.setAllowFailed}
              >
                {t('clusters.add.test.allowFailed')}
              </Checkbox>
            )}
          </div>
        </Flex>
      </DialogBody>
      {/* Outside of what scrolls: it must be seen wherever the body stands. */}
      {form.addError && (
        <Alert
          className={styles.error}
          role="alert"
          status="danger"
          icon
          title={t('clusters.add.error')}
          description={errorMessage(form.addError)}
        />
      )}
      <DialogFooter>
        <Button type="submit" variant="primary" isPending={busy === 'add'}>
          {t('clusters.add.submit')}
        </Button>
        <Button variant="secondary" slot="close">
          {t('common.cancel')}
        </Button>
      </DialogFooter>
    </form>
  );
}
