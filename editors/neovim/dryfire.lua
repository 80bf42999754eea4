-- Starts "dryfire lsp" for YAML and JSON files, in Neovim 0.7 and later. Copy this file to
-- ~/.config/nvim/plugin/dryfire.lua; dryfire must be in the PATH.
--
-- :DryfireFix applies all safe fixes of the file. Everything else is that of vim.lsp:
-- vim.lsp.buf.code_action() for one finding, vim.lsp.buf.hover(), vim.lsp.buf.definition() and
-- vim.lsp.codelens.refresh().

local command = vim.g.dryfire_command or { "dryfire", "lsp" }
local client

-- The nearest folder with ".git", which is a file in a worktree.
local function folder_of(file)
  local own = vim.fn.fnamemodify(file, ":p:h")
  local folder = own
  while not vim.loop.fs_stat(folder .. "/.git") do
    local parent = vim.fn.fnamemodify(folder, ":h")
    if parent == folder then
      return own
    end
    folder = parent
  end
  return folder
end

local function start(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  if file == "" or vim.bo[buffer].buftype ~= "" then
    return
  end
  local config = { name = "dryfire", cmd = command, root_dir = folder_of(file) }
  if vim.lsp.start then
    vim.lsp.start(config)
    return
  end
  if not client or vim.lsp.client_is_stopped(client) then
    client = vim.lsp.start_client(config)
  end
  vim.lsp.buf_attach_client(buffer, client)
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = { "yaml", "json" },
  callback = function(event)
    start(event.buf)
  end,
})

vim.api.nvim_create_user_command("DryfireFix", function()
  local params = vim.lsp.util.make_range_params(0, "utf-16")
  params.range = { start = { line = 0, character = 0 }, ["end"] = { line = vim.fn.line("$"), character = 0 } }
  params.context = { diagnostics = {}, only = { "source.fixAll.dryfire" } }
  local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 5000)
  for _, answer in pairs(answers or {}) do
    for _, action in ipairs(answer.result or {}) do
      if action.kind == "source.fixAll.dryfire" then
        vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      end
    end
  end
end, {})
