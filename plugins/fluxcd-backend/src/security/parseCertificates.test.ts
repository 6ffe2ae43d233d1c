import { createCa } from '../__testUtils__/pki';
import { parseCertificates } from './parseCertificates';

describe('parseCertificates', () => {
  it('reads a bundle and leaves out what stands between the blocks', async () => {
    const { certificate } = await createCa();
    const { pem, certificates } = parseCertificates(
      `# root\n${certificate}# again\r\n${certificate}`,
      'ca',
    );
    expect(pem).toBe(certificate + certificate);
    expect(certificates).toHaveLength(2);
  });

  it('takes at most 100 certificates', async () => {
    const { certificate } = await createCa();
    expect(() =>
      parseCertificates(certificate.repeat(100), 'ca'),
    ).not.toThrow();
    expect(() => parseCertificates(certificate.repeat(101), 'ca')).toThrow(
      'ca must hold at most 100 certificates',
    );
  });
});
