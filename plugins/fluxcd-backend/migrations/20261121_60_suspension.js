// @ts-check

/**
 * Who suspended a resource, why and when, as far as its annotations tell.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('resources', table => {
    table.string('suspended_by', 255);
    table.string('suspended_reason', 512);
    table.string('suspended_at', 24);
  });
  // What is stored was written without the columns: list every kind anew.
  await knex('cluster_kinds').update({ resource_version: null });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('resources', table => {
    table.dropColumns('suspended_by', 'suspended_reason', 'suspended_at');
  });
};
