// @ts-check

/**
 * Every version that a cluster serves of a kind, beside the one that is read.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('cluster_kinds', table => {
    table
      .text('served_versions')
      .comment('JSON array in the order of preference; NULL: not asked yet');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('cluster_kinds', table => {
    table.dropColumn('served_versions');
  });
};
