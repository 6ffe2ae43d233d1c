// @ts-check

/**
 * What only one open operation may work on at a time: a sync of a cluster, or of a source, whichever replica was asked.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('operations', table => {
    table
      .string('exclusive_key', 255)
      .comment('Set while the operation is open')
      .unique({ indexName: 'operations_exclusive_idx' });
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('operations', table => {
    table.dropUnique(['exclusive_key'], 'operations_exclusive_idx');
    table.dropColumn('exclusive_key');
  });
};
