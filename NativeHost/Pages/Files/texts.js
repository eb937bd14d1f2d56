// Every text of the page: 中文 first, then English.
const texts = {
  skip: ['跳到内容', 'Skip to content'], language: ['English', '中文'], languageTitle: ['Switch to English', '换成中文'],
  resources: ['资源', 'Resources'], console: ['控制台', 'Console'], logs: ['日志', 'Logs'], traces: ['追踪', 'Traces'], metrics: ['指标', 'Metrics'],
  allWell: ['全部正常', 'All healthy'], notWell: ['项不正常', 'not healthy'], starting: ['项正在启动', 'starting'], away: ['主机没有应答', 'The host does not answer'],
  name: ['名称', 'Name'], state: ['状态', 'State'], health: ['健康', 'Health'], replicas: ['副本', 'Replicas'], restarts: ['重启', 'Restarts'], address: ['地址', 'Address'], since: ['已运行', 'Up for'], process: ['进程', 'Process'], more: ['查看', 'Look at'],
  services: ['服务', 'Services'], servers: ['服务器', 'Servers'], databases: ['数据库', 'Databases'],
  Waiting: ['等待', 'Waiting'], Starting: ['启动中', 'Starting'], Running: ['运行', 'Running'], Restarting: ['重启中', 'Restarting'], Stopping: ['停止中', 'Stopping'], Stopped: ['已停止', 'Stopped'], Exited: ['已退出', 'Exited'], Failed: ['失败', 'Failed'],
  Healthy: ['正常', 'Healthy'], Degraded: ['降级', 'Degraded'], Unhealthy: ['不正常', 'Unhealthy'],
  service: ['服务', 'Service'], all: ['全部', 'All'], level: ['级别', 'Level'], text: ['文字', 'Text'], traceId: ['追踪号', 'Trace id'], time: ['时间', 'Time'], errors: ['只看出错', 'Errors only'], resource: ['资源', 'Resource'], clear: ['清除', 'Clear'],
  last1: ['最近 1 分钟', 'Last minute'], last5: ['最近 5 分钟', 'Last 5 minutes'], last15: ['最近 15 分钟', 'Last 15 minutes'],
  textHint: ['名称、内容、属性', 'names, messages, attributes'], message: ['内容', 'Message'], category: ['来源', 'Category'], duration: ['耗时', 'Duration'], spans: ['跨度', 'Spans'], instance: ['实例', 'Instance'],
  noLogs: ['没有符合条件的日志。', 'No log line fits.'], noTraces: ['没有符合条件的追踪。', 'No trace fits.'], noLines: ['没有符合条件的行。', 'No line fits.'], noMetrics: ['还没有指标：服务每 5 秒报一次。', 'No metrics yet: services report every 5 seconds.'],
  goneTrace: ['这条追踪不在最近 15 分钟之内，或者已经让位给更新的。', 'This trace is not within the last 15 minutes, or has given way to newer ones.'],
  back: ['返回列表', 'Back to the list'], allOfService: ['全部指标', 'All metrics'], overview: ['总览', 'Overview'], attributes: ['属性', 'Attributes'], events: ['事件', 'Events'], links: ['关联追踪', 'Linked traces'], ofTrace: ['这条追踪的日志', 'Log lines of this trace'], shown: ['条', 'shown'], open: ['展开', 'Show details'], none: ['—', '—'],
  requests: ['请求', 'Requests'], failures: ['失败 5xx', 'Failures 5xx'], durationChart: ['请求耗时', 'Request duration'], queries: ['数据库操作', 'Database operations'], queryDuration: ['数据库耗时', 'Database duration'], relayed: ['发出消息', 'Messages relayed'], applied: ['消息生效', 'Messages applied'], outbox: ['待发消息', 'Outbox depth'], outboxAge: ['最久的待发', 'Oldest in outbox'], cpu: ['处理器', 'CPU'], memory: ['内存', 'Memory'], exceptions: ['异常', 'Exceptions'],
  cores: ['核', 'cores'], count: ['条', ''], perSecond: ['次/秒', '/s'], noData: ['无数据', 'no data'], highest: ['最高', 'highest'], values: ['现值与走势', 'Value and course'], unit: ['单位', 'Unit'],
  keys: ['快捷键：1–5 换页，/ 到搜索框，Esc 返回', 'Keys: 1–5 change the tab, / goes to the search box, Esc goes back'],
};

const index = () => (language() === 'zh-CN' ? 0 : 1);

export const language = () => localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : navigator.language ? 'en' : 'zh-CN');
export const setLanguage = (value) => localStorage.setItem('language', value);
export const t = (key) => texts[key]?.[index()] ?? key;
