/** Addresses of the two endpoints of an app, for its address or the path it lies under. */
export function endpointUrls(meteor: {
  absoluteUrl(path: string): string;
  _relativeToSiteRootUrl(link: string): string;
}) {
  function address(url: string, scheme: 'http' | 'ws', endpoint: string): string {
    const rooted =
      endpoint === 'websocket' && url.startsWith('/') ? meteor.absoluteUrl(url.slice(1)) : url;
    const match = /^http(s?):\/\/(.*)$/.exec(rooted);
    const full = match ? `${scheme}${match[1]}://${match[2]}` : withScheme(rooted, scheme);
    return `${meteor._relativeToSiteRootUrl(full).replace(/\/$/, '')}/${endpoint}`;
  }

  return {
    sockjs: (url: string) => address(url, 'http', 'sockjs'),
    websocket: (url: string) => address(url, 'ws', 'websocket'),
  };
}

function withScheme(url: string, scheme: string): string {
  return url.includes('://') || url.startsWith('/') ? url : `${scheme}://${url}`;
}
