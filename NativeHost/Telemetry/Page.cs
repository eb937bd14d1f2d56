namespace Ronghe.NativeHost.Telemetry;

internal static class Page
{
    internal const string Html = """
        <!doctype html><meta charset="utf-8"><title>融合 Ronghe · 资源 Resources</title>
        <style>body{font:15px system-ui;margin:2rem;color:#1c2b22}table{border-collapse:collapse}td,th{padding:.35rem .9rem;text-align:left;border-bottom:1px solid #dfe7e1}
        .Healthy{color:#1a7f37}.Degraded{color:#9a6700}.Unhealthy,.Failed{color:#b42318}</style>
        <h1>融合 Ronghe</h1><table><thead><tr><th>资源 Resource<th>类型 Type<th>状态 State<th>健康 Health<th>PID<th>重启 Restarts<th>地址 Address<th></tr></thead><tbody id="rows"></tbody></table>
        <p><a href="/api/traces">追踪 traces</a> · <a href="/api/logs?level=Warning">日志 logs</a> · <a href="/api/metrics">指标 metrics</a></p>
        <script>
        const cell=(text,name)=>{const td=document.createElement('td');td.textContent=text??'';if(name)td.className=name;return td};
        const link=(url,text)=>{const a=document.createElement('a');a.href=url;a.textContent=text;a.style.marginRight='.6rem';return a};
        async function show(){
          const all=await (await fetch('/api/resources')).json();
          document.getElementById('rows').replaceChildren(...all.filter(r=>r.type!=='Parameter').map(r=>{
            const tr=document.createElement('tr');
            tr.append(cell(r.name),cell(r.type),cell(r.state+(r.note?' · '+r.note:''),r.state),cell(r.health,r.health),cell(r.pid),cell(r.restarts));
            const urls=cell('');urls.append(...r.endpoints.map(e=>/^http/.test(e.url)?link(e.url,e.text||e.url):e.url+' '));
            const log=cell('');log.append(link('/api/console/'+r.name+'?tail=200','控制台 console'));tr.append(urls,log);return tr}));
        }
        show();setInterval(show,2000);
        </script>
        """;
}
